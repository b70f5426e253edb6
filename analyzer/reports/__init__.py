"""Reports as text: a card, a table, JSON, CSV, pages, captions, in English and other languages.

Reports come in, text goes out; nothing here opens a draft or writes a file. It may use nouns and
errors only.
"""

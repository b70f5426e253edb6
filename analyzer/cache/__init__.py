"""What was measured, kept between runs under the content of a draft.

Measurements come in and go out by content, name and key. It may use the nouns that measurers
give, to read them back; nothing here is ever needed for an answer.
"""

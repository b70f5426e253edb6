"""What the platforms ask of a draft: limits, each with its source and date, and safe zones.

The name of a platform comes in, its profile goes out. It may use nouns and errors only.
"""

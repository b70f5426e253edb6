"""Everything that opens a draft: its facts, its frames, its sound.

A path comes in; a probe, frames and samples go out. A draft is a hostile file, so all that it may
ask for is bounded here. It may use nouns and errors only.
"""

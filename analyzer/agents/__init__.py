"""A server of the Model Context Protocol: assistants and pipelines ask, and get reports.

``server`` speaks the protocol, ``tools`` does what it is asked, by the same ``scan`` as any other
run: each draft in a process of its own, known ones from the store. ``explaining`` and ``comparing``
are pure: a check and its limits, and two reports side by side. Nothing here prints. It may
use all that the command line may.
"""

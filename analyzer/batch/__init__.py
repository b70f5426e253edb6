"""Many drafts: finding them, analyzing each in a process of its own, watching folders.

Paths come in, reports go out in the order in which they are ready. It may use the pipeline and
what is below; nothing here prints or writes for the user.
"""

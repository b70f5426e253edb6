"""What can be mended in a draft without its editor: a plan, one render, and the proof.

A report goes in, a plan of edits comes out (``planning``, pure); the plan is rendered in one go
(``render``), only what it touches is encoded, and the result is analyzed as any draft is before it
gets its name (``mend``). It may use the pipeline and what is below it.
"""

"""One draft: probe, measure, judge.

A path and settings come in, a report goes out. The pipeline asks the rooms below and is never
asked by them: it knows which measurements are missing, reuses what the cache holds, and has the
rest measured in one decode. It may use every room below it.
"""

"""Set-up: what makes ``.venv`` complete before the analyzer, or its tests, start in it.

In come the lock files in ``requirements/`` and the names of the extras that a start needs; out
comes the Python in ``.venv``. It may use the standard library and nothing else, the analyzer
included: nothing is installed yet when it runs. ``launcher`` and ``environment`` run at every start
and on Pythons that are too old for the project (3.7 and up), as far as the message that says so.
"""

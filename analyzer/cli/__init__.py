"""The command line: arguments -> options -> a run -> its outputs -> the exit code.

The only room that prints, writes files for the user and ends the process. It may use every room.
"""

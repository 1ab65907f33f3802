"""The sample program's year, and how its signed history is made.

May import everything but not `cli.commands`.
"""

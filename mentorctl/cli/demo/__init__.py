"""The sample program's year, and how its signed history is made.

May import what `cli` may, but no command.
"""

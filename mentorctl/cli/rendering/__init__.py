"""Which forms are asked for, and what their views are given to look at.

May import everything but not `cli.commands`.
"""

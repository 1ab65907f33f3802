"""Changing records on a person's behalf: transactions, the editor, field values, conflicts.

May import everything but not `cli.commands`.
"""

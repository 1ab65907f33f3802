"""Changing records on a person's behalf: transactions, the editor, field values, conflicts.

May import what `cli` may, but no command.
"""

"""Who signs, with which key, and what: identities, targets, the key register's front.

May import everything but not `cli.commands`.
"""

"""The commands of `mentorctl reassign` but the group itself, and what they share.

May import everything but not `cli.commands`.
"""

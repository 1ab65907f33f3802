"""The commands of `mentorctl grievance` but the group itself, and what they share.

May import everything but not `cli.commands`.
"""

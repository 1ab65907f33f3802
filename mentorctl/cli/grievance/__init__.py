"""The commands of `mentorctl grievance` but the group itself, and what they share.

May import what `cli` may, but no command.
"""

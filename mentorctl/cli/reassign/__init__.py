"""The commands of `mentorctl reassign` but the group itself, and what they share.

May import what `cli` may, but no command.
"""

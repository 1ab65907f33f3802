"""Everything about git but signatures: objects, commits, merges, transport. Only this starts git.

May import `model`, `store`, `trail.ssh` and `trail.errors`.
"""

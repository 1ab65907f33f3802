"""Git, and nothing of signatures: objects, commits, merges. The only package that starts git.

May import `model`, `store`, `trail.ssh` and `trail.errors`.
"""

"""Signatures on records: making the statements, and how each stands today.

May import `model`, `store` and `trail` but not `trail.server`.
"""

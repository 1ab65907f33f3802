"""Signatures on records: making the statements, and how each stands today.

May import all of `trail` but `trail.server`.
"""

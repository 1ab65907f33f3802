"""Changing files whole or not at all: change sets, the journal, fsync.

May import `store.errors`.
"""

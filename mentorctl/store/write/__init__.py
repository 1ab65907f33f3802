"""Changing files whole or not at all: change sets, the journal, fsync.

May import `model.portable_names` and `store.errors`.
"""

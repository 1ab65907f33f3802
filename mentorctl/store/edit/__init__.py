"""Changing the text of one record in place: setting values, rewriting, spelling YAML.

May import `store.parse`, `model` and `store.errors`.
"""

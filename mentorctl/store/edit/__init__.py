"""Changing the text of one record in place: setting values, rewriting, spelling YAML.

May import `model`, `store.parse` and `store.errors`.
"""

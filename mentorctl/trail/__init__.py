"""The folder's history. Only this package starts git.

May import `model` and `store`.
"""

"""From a sheet to records: its headings, its rows, its values, and what is wrong with them.

May import `model` and `store`.
"""

"""The year on one page: the numbers of all lists together, as far as its reader may see them.

May import `model`, `reports`, `rules` and `store`.
"""

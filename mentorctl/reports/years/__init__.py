"""From a year to others: the rules that were in force then, and who runs on into the next.

May import `model`, `store`, `trail` and the rest of `reports`.
"""

"""What became of a record: each change once, by who made it, and its signatures beside it.

May import `model`, `store`, `trail` and the rest of `reports`.
"""

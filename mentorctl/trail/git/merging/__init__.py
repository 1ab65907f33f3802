"""Two histories brought together: where they parted, what is one record under two names, the merge.

May import `model`, `store`, the rest of `trail.git` and `trail.errors`.
"""

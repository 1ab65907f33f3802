"""From a program folder to rows: what is wrong, who stands where, who is done.

May import `model`, `rules`, `store`, `trail`, `caches`, `data` and `toolkit`.
"""

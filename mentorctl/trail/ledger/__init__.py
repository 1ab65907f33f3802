"""What the history proves: key register, statements, dated facts, each judged as it came in.

May import `model`, `store`, `trail.git`, `trail.ssh`, `trail.errors`, `caches` and `toolkit`.
"""

"""What the history proves: whose keys, which statements and dated facts, judged as they came in.

May import `model`, `store`, `trail.git`, `trail.register`, `trail.ssh`, `trail.errors`,
`caches` and `toolkit`.
"""

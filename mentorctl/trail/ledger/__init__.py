"""What the history proves: key register, statements, dated facts, each judged as it came in.

May import `trail.git`, `trail.ssh`, `model` and `store`.
"""

"""From bytes to a record or its faults: the fast path, the exact path, positions.

May import `model`.
"""

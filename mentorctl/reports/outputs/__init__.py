"""What scripts get: every JSON output, with the meaning and type of each key.

May import nothing else.
"""

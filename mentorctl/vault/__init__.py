"""What only a few may read: sealed to them with age, and kept apart from the program folder.

May import `model` and `trail`.
"""

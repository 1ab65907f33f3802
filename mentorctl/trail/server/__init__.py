"""What others share: the guard before it, how it is made, and how somebody gets a first copy.

May import `model` and `trail`.
"""

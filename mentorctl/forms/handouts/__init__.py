"""Forms to read: what the program hands out, with nothing to fill in.

May import `model` and the rest of `forms`.
"""

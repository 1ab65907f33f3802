"""Parts of `mentorctl completers`: what is kept as it was sent, and how today's list differs.

May import everything but not `cli.commands`.
"""

"""What `mentorctl rollover` is made of: the days of a year to begin, its files, what is told of it.

May import everything but not `cli.commands`.
"""

"""Parts of `mentorctl import`: what is asked, what is said of a sheet, and how it is written.

May import everything.
"""

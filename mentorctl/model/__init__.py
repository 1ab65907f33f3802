"""What a record is: typed, documented, without any reading or writing.

May import nothing else.
"""

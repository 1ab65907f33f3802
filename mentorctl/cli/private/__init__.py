"""What nobody else shall see: a private screen, and text sealed for the program's leaders.

May import everything but not `cli.commands`.
"""

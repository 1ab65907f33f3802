"""What nobody else shall see: a private screen, and text sealed for the program's leaders.

May import what `cli` may, but no command.
"""

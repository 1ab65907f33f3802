"""What people are asked without their names: begun, answered, collected and closed.

May import everything but not `cli.commands`.
"""

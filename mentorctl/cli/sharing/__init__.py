"""What `host`, `join` and `sync` share: the address, and the exchange with it.

May import everything but not `cli.commands`.
"""

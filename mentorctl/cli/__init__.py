"""The command line: the only place that knows Typer.

May import everything.
"""

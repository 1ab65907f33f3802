"""Run a mentoring program out of a folder of plain records.

May import `cli`.
"""

__version__ = "0.1.0"

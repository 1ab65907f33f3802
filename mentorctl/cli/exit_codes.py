"""What the exit codes say, the same for every command."""

from __future__ import annotations

__all__ = ["BUG", "CANNOT_RUN", "FINDINGS", "INTERRUPTED", "WRONG_USAGE"]

# something was found, or is left to do
FINDINGS = 1
# the command line itself is wrong
WRONG_USAGE = 2
# what the command needs is missing or cannot be used
CANNOT_RUN = 3
# the toolkit itself failed
BUG = 4
# Ctrl+C, as shells say it
INTERRUPTED = 130

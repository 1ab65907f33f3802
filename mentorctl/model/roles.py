"""The roles that the structure of a pairing knows, each a field of `pairing.yaml` of that name.

A program's other roles stand in its program.yaml and mean nothing to the code.
"""

from __future__ import annotations

__all__ = ["OVER_IT", "SIDES", "THE_PAIR"]

# who is mentored and who mentors
THE_PAIR = ("mentee", "mentor")
# who looks after the pair
OVER_IT = ("advisor", "supervisor")
SIDES = (*THE_PAIR, *OVER_IT)

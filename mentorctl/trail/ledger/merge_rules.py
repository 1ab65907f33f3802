"""What a merge must not bring into the ledger: revoked keys and foreign key registers.

Whoever holds a key that was revoked can still begin a side before its revocation, and whoever
makes a history of their own can name anybody its coordinator. Neither must come in by a merge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.paths import person_file
from mentorctl.trail.ledger.key_register import Register, merge_registers
from mentorctl.trail.ledger.ledger import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.trail.git.merge_base import Ancestry
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.ledger.statement_check import JudgedStatement

__all__ = ["MergeSides"]


class MergeSides:
    """The parents of a commit and the key register at each of them.

    Args:
        ledger: What the history says; statements that do not count any more are marked in it.
        ancestry: Which commit follows which.
        parents: The commits that this one follows.

    Attributes:
        register: Whose keys count before the commit.
    """

    def __init__(self, ledger: Ledger, ancestry: Ancestry, parents: Iterable[str]) -> None:
        self._ledger = ledger
        self._ancestry = ancestry
        self._sides = {
            each: ledger.registers[ledger.at[each]] for each in parents if each in ledger.at
        }
        registers = list(self._sides.values())
        self.register = registers[0] if registers else Register()
        if any(each != self.register for each in registers[1:]):
            self.register = merge_registers(registers, self._base())

    def refuse(self, merge: str) -> list[Remark]:
        """Mark in the ledger and the register what a merge must not bring in.

        Args:
            merge: The commit that brings the sides together.

        Returns:
            What it refused.
        """
        registers, remarks = list(self._sides.values()), list[Remark]()
        if any(each != registers[0] for each in registers):
            for side, register in self._sides.items():
                is_apart = register.root != self.register.root
                remarks += (self._apart if is_apart else self._overruled)(merge, side, register)
        return remarks

    def _base(self) -> Register | None:
        """The register at the merge base; None where there is not exactly one."""
        ids = list(self._sides)
        bases = self._ancestry.bases(*ids[:2]) if len(ids) == 2 else []  # noqa: PLR2004 - the usual merge
        if len(bases) != 1 or bases[0] not in self._ledger.at:
            return None
        return self._ledger.registers[self._ledger.at[bases[0]]]

    def _apart(self, merge: str, side: str, register: Register) -> list[Remark]:
        """Refuse a side whose key register has another root, or none."""
        others = [each for each, own in self._sides.items() if own.root == self.register.root]
        commits = self._ancestry.only(side, others)
        what = "it was merged in from a history with the keys of other coordinators"
        self._fault(commits, what)
        remarks = []
        if register.root:
            said = f"it merges a history with another key register, which began at {register.root}"
            remarks.append(Remark("other-root", merge, "", "", said))
        said = "it was merged in from a copy without the key register: nothing proves who made it"
        for commit in filter(commits.__contains__, self._ledger.at):
            self._ledger.signers.pop(commit, None)
            remarks.append(Remark("unsigned-commit", commit, "", "", said))
        return remarks

    def _overruled(self, merge: str, side: str, register: Register) -> list[Remark]:
        """Refuse what one side did with keys that the other side had revoked."""
        stale = self.register.revoked - register.revoked
        lost = register.coordinators - self.register.coordinators
        untrue = stale | {key for key, span in register.spans.items() if span.person in lost}
        if not untrue:
            return []
        others = [each for each, own in self._sides.items() if stale & own.revoked or (
            lost - own.coordinators)]  # fmt: skip
        commits = self._ancestry.only(side, others)
        old = "it was merged in from a copy in which"
        self._fault(commits, f"{old} its key was not revoked yet", keys=stale)
        self._fault(commits, f"{old} that coordinator was not removed yet", keys=untrue, paper=True)
        spans, remarks = dict(self.register.spans), []
        taken = set(untrue)
        while wrong := {
            key for key, span in spans.items() if span.by in taken and span.commit in commits
        }:
            for key in sorted(wrong):
                span = spans.pop(key)
                said = "a key was registered by somebody who had lost the right to, in another copy"
                remarks.append(Remark("key-change", merge, person_file(span.person), key, said))
            taken |= wrong
            self._fault(
                commits,
                "its key was registered by somebody who had lost the right to",
                keys=frozenset(wrong),
            )
        self.register = msgspec.structs.replace(self.register, spans=spans)
        return remarks

    def _fault(
        self,
        commits: set[str],
        fault: str,
        *,
        keys: frozenset[str] | set[str] | None = None,
        paper: bool = False,
    ) -> None:
        """Mark the statements that some commits added as not counting."""
        brought, again = self._ledger.brought, self._ledger.again

        def wrong(one: JudgedStatement) -> bool:
            meant = one.commit in commits and (keys is None or one.key in keys)
            return meant and not one.fault and (one.paper or not paper)

        for place, first in brought.items():
            if wrong(first):
                good = [each for each in again.get(place, ()) if not each.fault and not wrong(each)]
                brought[place] = good[0] if good else first._replace(fault=fault)

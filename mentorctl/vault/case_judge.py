"""What of a grievance counts: which of its documents those entitled have said, in their order.

Whoever reads a grievance can seal anything in its name, and whoever hears of its name can seal what
follows nothing. None of that keeps anybody from reading the rest: it is left out and told. Two who
add at once, each in a copy of their own, both follow the same document: both count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.person import name_of
from mentorctl.vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mentorctl.model.grievance import Parties
    from mentorctl.vault.case_readers import CaseStanding
    from mentorctl.vault.sealed_documents import Document, SignedDocument

__all__ = ["END", "CaseJudge", "Held", "beginnings"]

BY_COMPLAINANT = frozenset({"opened", "escalated", "passed-on", "withdrawn"})
# what ends a grievance in a step, the one that counts first where two have done so at once
END = {"passed-on": "passed on", "withdrawn": "withdrawn", "resolved": "resolved"}
_UNHARMED = "get an unharmed copy of the vault from somebody who has one"


class Held(NamedTuple):
    """A document in the vault.

    Attributes:
        signed: The document as it was signed.
        document: What it says.
    """

    signed: SignedDocument
    document: Document


class CaseJudge:
    """Puts one grievance together out of what counts of it.

    Args:
        standing: Whose keys count.
        heads: The digests of the last documents that the reader has seen of it.
        checked: The keys and people that the reader has asked about.
        own: The fingerprint of the reader's key: what they have said with it they know, be it
            revoked or not.

    Attributes:
        left_out: Why others are left out.
        doubted: Those that count once the reader has asked about who said them.
    """

    def __init__(
        self,
        standing: CaseStanding,
        heads: Collection[str],
        checked: Collection[str],
        own: str,
    ) -> None:
        self._standing = standing
        self._heads = heads
        self._checked = checked
        self._own = own
        self.left_out: list[VaultError] = []
        self.doubted: list[Held] = []

    def judged(self, found: Mapping[str, Held]) -> tuple[Parties, tuple[Held, ...]]:
        """Who has the grievance with whom, and its documents: each behind the one it follows.

        Args:
            found: All that say that they are of it, by digest; one at most is a beginning.

        Raises:
            VaultError: Its beginning is not there, or is not what somebody entitled has said.
        """
        first = min(found.values(), key=lambda each: each.document.number)
        parties = first.document.parties
        if parties is None:
            raise _refused("its first document is missing")
        if why := self._fault(first, parties):
            raise _refused(why)
        spans = self._standing.register.spans
        theirs: dict[str, Held] = {}
        for digest, each in found.items():
            why = self._fault(each, parties)
            if why:
                self.left_out.append(_left_out(why))
            else:
                theirs[digest] = each
        marks = {digest: each.signed.key for digest, each in theirs.items()}
        ended = {
            digest
            for digest, mark in marks.items()
            if spans[mark].revoked is not None and mark != self._own
        }
        counting = self._counting(theirs, parties, marks, ended)
        taken = self._in_order(counting, first.signed.digest, parties)
        if not taken:
            error = self.left_out[0]
            self.left_out.clear()
            raise error
        return parties, taken

    def _fault(self, each: Held, parties: Parties) -> str:
        """Why a document is by nobody who can have said it; empty where it is."""
        document = each.document
        try:
            span = self._standing.register.spans.get(each.signed.key)
        except VaultError as error:
            return error.message
        if span is None or span.person != document.by:
            return "it is signed with a key that is not its author's"
        if document.by == parties.about:
            return "it is by the person whom it is about"
        if document.kind in BY_COMPLAINANT and document.by != parties.by:
            return f"it is by {self._name(document.by)}, who cannot decide that"
        return ""

    def _counting(
        self,
        theirs: Mapping[str, Held],
        parties: Parties,
        marks: Mapping[str, str],
        ended: Collection[str],
    ) -> dict[str, Held]:
        """What is left without what is only said by who cannot speak here any more.

        That is a revoked key, whose holder can write any day into what they sign, and somebody who
        does not deal with the step. What somebody has followed up who does was there before; so was
        what the reader has seen.
        """
        known = _led_to(self._heads, theirs)
        spoken = {
            digest
            for digest, each in theirs.items()
            if marks[digest] in self._checked
            or (not (digest in ended and self._is_by_others(marks[digest], parties))
            and (each.document.by in self._checked or self._deals(each.document, parties)))
        }  # fmt: skip
        led, counting = _led_to(spoken, theirs), {}
        for digest, each in theirs.items():
            revoked = self._standing.register.spans[marks[digest]].revoked
            if digest in known or digest in spoken:
                counting[digest] = each
            elif revoked is not None and (digest not in led or each.document.on > revoked):
                self.left_out.append(self._unspoken(each, marks[digest]))
                self.doubted.append(each)
            elif digest in led:
                counting[digest] = each
            elif self._deals_anywhere(each.document.by, parties) or self._is_after(each, theirs):
                self.left_out.append(self._of_nobody(each))
                self.doubted.append(each)
            else:
                self.left_out.append(_left_out("it follows nothing that is here"))
        return counting

    def _is_by_others(self, mark: str, parties: Parties) -> bool:
        span = self._standing.register.spans[mark]
        return self._standing.is_by_others(span.changed_by, parties.about)

    def _deals(self, document: Document, parties: Parties) -> bool:
        """Whether somebody has the grievance, or deals with the step of what they say."""
        return document.by == parties.by or self._standing.deals(
            document.by, document.step, parties
        )

    def _deals_anywhere(self, person: str, parties: Parties) -> bool:
        steps = range(1, len(self._standing.setting.steps) + 1)
        return any(self._standing.deals(person, step, parties) for step in steps)

    def _is_after(self, each: Held, found: Mapping[str, Held]) -> bool:
        return each.document.after in found

    def _in_order(
        self, counting: Mapping[str, Held], first: str, parties: Parties
    ) -> tuple[Held, ...]:
        """The documents that lead back to the beginning, step by step."""
        taken: dict[str, Held] = {}
        # the last before each, itself included, that changes anything
        changed: dict[str, Document] = {}
        for each in sorted(counting.values(), key=_place):
            document, digest = each.document, each.signed.digest
            before = taken.get(document.after)
            if before is None and digest != first and document.after not in counting:
                why = "it follows nothing that is here"
                if self._deals(document, parties):
                    why = "it follows a document that is not here, so something was taken out"
                self.left_out.append(_left_out(why, _UNHARMED))
                continue
            last = changed.get(document.after)
            if not _may_follow(document, before.document if before else None, last):
                self.left_out.append(_left_out("its documents do not follow one another"))
                continue
            taken[digest] = each
            changed[digest] = last if last and document.kind == "resealed" else document
        return tuple(sorted(taken.values(), key=lambda each: (each.document.step, *_place(each))))

    def _name(self, person: str) -> str:
        return name_of(self._standing.people, person)

    def _unspoken(self, each: Held, mark: str) -> VaultError:
        return VaultError(
            "a document of a grievance is left out: it is signed with a key of"
            f" {self._name(each.document.by)} that was revoked, and nobody whose key counts"
            " has answered it",
            "whoever has the old key can have written it, whatever day it says; ask its owner, past"
            f" the vault, and if it is theirs: mentorctl grievance rekey --all --checked {mark}",
        )

    def _of_nobody(self, each: Held) -> VaultError:
        by = each.document.by
        return VaultError(
            f"a document of a grievance is left out: it is by {self._name(by)}, who does not deal"
            f" with step {each.document.step}",
            "if they did when they wrote it, as you know past the vault: mentorctl grievance rekey"
            f" --all --checked {by}",
        )


def _place(each: Held) -> tuple[int, str]:
    return each.document.number, each.signed.digest


def _may_follow(document: Document, before: Document | None, last: Document | None) -> bool:
    """Whether a document may stand behind another one.

    Args:
        document: The document.
        before: The one that it follows; None where it begins.
        last: The last of those before it that changes anything.
    """
    if before is None or last is None:
        return document.number == 0 and document.kind == "opened" and not document.after
    if document.number != before.number + 1 or document.parties is not None:
        return False
    if document.kind == "escalated":
        return last.kind == "passed-on" and document.step > last.step
    if document.kind == "resealed":
        return last.kind != "passed-on" and document.step == last.step
    return document.kind != "opened" and last.kind not in END and document.step == last.step


def beginnings(found: Mapping[str, Held]) -> dict[str, str]:
    """The first document that each of some follows, by digest: by itself where it follows none."""
    known: dict[str, str] = {}
    for digest in found:
        way = [digest]
        while way[-1] not in known and found[way[-1]].document.after in found:
            way.append(found[way[-1]].document.after)
        known |= dict.fromkeys(way, known.get(way[-1], way[-1]))
    return known


def _led_to(heads: Iterable[str], found: Mapping[str, Held]) -> set[str]:
    """Some documents and all that they follow, by digest."""
    led = set(heads).intersection(found)
    todo = list(led)
    while todo:
        before = found[todo.pop()].document.after
        if before in found and before not in led:
            led.add(before)
            todo.append(before)
    return led


def _refused(why: str) -> VaultError:
    """What is said of a grievance of which nothing counts."""
    return VaultError(
        f"a grievance in the vault cannot be trusted: {why}",
        "get an unharmed copy of the vault, and bring the program folder up to date:"
        " mentorctl sync",
    )


def _left_out(why: str, hint: str = "") -> VaultError:
    return VaultError(
        f"a document in the name of a grievance is left out: {why}",
        hint
        or "whoever can write to the vault can have put it there; the rest of the grievance"
        " stands as it is",
    )

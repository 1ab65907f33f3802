"""How a program stands with a standard: what its records show, what it declares, and the gap.

Nothing is met without evidence: an item is evidenced by the records themselves, or declared with
evidence that can be found; what is left is partly so, or open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.standards_evidence import EvidenceFault, Shelf, faults_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.showing import Showing
    from mentorctl.model.standard import Answer, Evidence, Standard, StandardItem, StandardPart

__all__ = [
    "DECLARE",
    "MOST_NAMED",
    "STATES",
    "ItemRow",
    "StandardReport",
    "StandardsReport",
    "State",
    "judged",
    "undeclared",
]

State = Literal["evidenced-by-records", "declared-with-evidence", "partly", "open"]
STATES: tuple[State, ...] = ("evidenced-by-records", "declared-with-evidence", "partly", "open")
MET = frozenset({"evidenced-by-records", "declared-with-evidence"})
MOST_NAMED = 3
# what is to be done about an item that the records do not show all of
DECLARE = "declare it with evidence"


class ItemRow(NamedTuple):
    """One item of a standard as the program stands with it.

    Attributes:
        item: The item.
        part: The part it belongs to.
        state: How it stands.
        showings: What the records say, a check at a time.
        answer: The program's own answer, or None.
        sound: The evidence that counts.
        faults: Why other evidence does not.
        gap: What is missing, in words; nothing where the item is met.
        todo: What to do about it.
    """

    item: StandardItem
    part: StandardPart
    state: State
    showings: tuple[Showing, ...]
    answer: Answer | None
    sound: tuple[Evidence, ...]
    faults: tuple[EvidenceFault, ...]
    gap: tuple[str, ...]
    todo: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        """Whether there is evidence for all of it."""
        return self.state in MET

    @property
    def declared(self) -> str:
        """What the program says: `yes`, `partly`, `no`, or nothing."""
        return (self.answer.met if self.answer else None) or ""


class StandardReport(NamedTuple):
    """One standard, item by item, in the rule's order."""

    standard: Standard
    rows: tuple[ItemRow, ...]

    def count(self, state: State) -> int:
        """How many items stand so."""
        return sum(row.state == state for row in self.rows)


class StandardsReport(NamedTuple):
    """All standards that a program follows.

    Attributes:
        program: The program's name.
        year: Its year.
        today: The day on which it was judged.
        pairings: How many pairings the records were asked about.
        left_out: How many were left out because they ended early, or have not begun.
        standards: The standards, in the program's order.
        unread: What the report rests on and could not be read.
        part: Which pairings the records were asked about, in words; empty where all were.
    """

    program: str
    year: str
    today: dt.date
    pairings: int
    left_out: int
    standards: tuple[StandardReport, ...]
    unread: tuple[Finding, ...] = ()
    part: str = ""


def judged(
    item: StandardItem,
    part: StandardPart,
    showings: Sequence[Showing],
    answer: Answer | None,
    shelf: Shelf,
) -> ItemRow:
    """Judge one item.

    Args:
        item: The item.
        part: The part it belongs to.
        showings: What the records say to its checks.
        answer: The program's own answer, or None.
        shelf: Where its evidence is looked for.
    """
    given = answer.evidence if answer else ()
    found = [(each, tuple(faults_of(each, shelf))) for each in given]
    sound = tuple(each for each, faults in found if not faults)
    faults = tuple(fault for _, each in found for fault in each)
    state = _state(item, showings, answer, sound)
    row = ItemRow(item, part, state, tuple(showings), answer, sound, faults, (), ())
    if row.is_met:
        return row
    return row._replace(gap=tuple(_gap(row)), todo=tuple(_todo(row)))


def _state(
    item: StandardItem,
    showings: Sequence[Showing],
    answer: Answer | None,
    sound: Sequence[Evidence],
) -> State:
    met = answer.met if answer else None
    is_shown = bool(showings) and all(showing.holds for showing in showings)
    falls_short = any(showing.those("short") for showing in showings)
    if is_shown and item.enough == "yes" and met in {None, "yes"}:
        return "evidenced-by-records"
    if met == "yes" and sound and not falls_short:
        return "declared-with-evidence"
    declares = met in {"yes", "partly"} and bool(sound)
    return "partly" if declares or any(each.those("shown") for each in showings) else "open"


def _gap(row: ItemRow) -> list[str]:
    return [_lack(each) for each in row.showings if not each.holds] + undeclared(row)


def undeclared(row: ItemRow) -> list[str]:
    """What a gap has besides what the records lack: the program's answer and its evidence.

    Args:
        row: An item that is not met.
    """
    said = list(dict.fromkeys(fault.message for fault in row.faults))
    if row.declared in {"partly", "no"}:
        stands = "partly met" if row.declared == "partly" else "not met"
        said.append(f"the program itself says {stands}")
    elif row.declared == "yes" and not row.sound and not row.faults:
        said.append("declared without evidence")
    elif not row.declared and row.item.enough == "no" and row.state == "partly":
        said.append("the records show a part of it; nothing is declared for the rest")
    elif not row.declared and (row.item.enough == "no" or not row.showings):
        said.append("nothing is declared")
    return said


def _lack(showing: Showing) -> str:
    """What the records lack: the pairings that fall short first."""
    if showing.of_program:
        return f"{showing.title}: {showing.says}"
    if not showing.verdicts:
        return f"{showing.title}: no pairing has begun"
    lacking = [*showing.those("short"), *showing.those("silent")]
    told = dict(showing.verdicts)
    if len(lacking) == len(told) > MOST_NAMED:
        alike = {verdict.says for verdict in told.values()}
        return f"{showing.title}: {showing.says}" + (f" ({alike.pop()})" if len(alike) == 1 else "")
    named = [f"{name} ({told[name].says})" for name in lacking[:MOST_NAMED]]
    if len(lacking) > MOST_NAMED:
        named.append(f"{len(lacking) - MOST_NAMED} more")
    return f"{showing.title}: {showing.says}; not {', '.join(named)}"


def _todo(row: ItemRow) -> list[str]:
    """What would close the gap."""
    todo = list(dict.fromkeys(each.remedy for each in row.showings if not each.holds))
    if row.faults:
        return [*todo, *dict.fromkeys(fault.hint for fault in row.faults)]
    if row.answer is not None and row.answer.note and row.declared != "yes":
        return [*todo, row.answer.note]
    if row.item.enough == "no" or not row.showings or row.declared == "yes":
        todo.append(DECLARE)
    return todo

"""The report on a standard, to hand to a reviewer: every item, what shows it, and the gap.

The rule (5 CSR 20-400.380 and its like) prints no form for it: the layout is ours.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.wording import headlines, written
from mentorctl.forms.year_end import by_hand, coordinator, program_values, role_title
from mentorctl.model.paths import PROGRAM_FILE, answers_file, standard_file
from mentorctl.model.standard import Standard, StandardItem, StandardPart
from mentorctl.model.standards_report import (
    DECLARE,
    MOST_NAMED,
    STATES,
    ItemRow,
    StandardReport,
    undeclared,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.model.showing import Showing
    from mentorctl.model.standard import Evidence
    from mentorctl.model.standards_report import State

__all__ = ["STANDARDS"]

TITLE = "Report on the Standards"
SAID: dict[State, str] = {
    "evidenced-by-records": "Evidenced by records",
    "declared-with-evidence": "Declared, with evidence",
    "partly": "Partly evidenced",
    "open": "Open",
}
EMPTY_ROWS = 10
DECLARED = {"yes": "Met", "partly": "Partly met", "no": "Not met"}


_ITEM = StandardItem(id="item", number="", text="")
_PART = StandardPart(letter="", heading="", items=(_ITEM,) * EMPTY_ROWS)
EMPTY = StandardReport(
    Standard(id="blank", title="", rule="", version="", parts=(_PART,)),
    (ItemRow(_ITEM, _PART, "open", (), None, (), (), (), ()),) * EMPTY_ROWS,
)


def view(context: FormContext) -> list[FormDocument]:
    """One report for each standard that the program follows; blank, one to write all of it in."""
    followed = context.standards().standards
    if not followed and context.mode == "blank":
        followed = (EMPTY,)
    return [_document(context, each, several=len(followed) > 1) for each in followed]


def _document(context: FormContext, report: StandardReport, *, several: bool) -> FormDocument:
    standard = report.standard
    blank = context.mode == "blank"
    found = context.standards()
    head = headlines(context.words)
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "heading": ", ".join(filter(None, (standard.title, standard.rule))),
        "version": standard.version,
        "owner": standard.agency or "",
        "purpose": standard.purpose or "",
        "authority": standard.authority or "",
        "contact": standard.contact or "",
        "source": standard.source or "",
        "history": [f"{step.what}: {step.on}" for step in standard.history],
        "as_of": "" if blank else written(found.today),
        "pairings": "" if blank else str(found.pairings),
        "part": "" if blank else found.part,
        "left_out": "" if blank or not found.left_out else str(found.left_out),
        "counts": [
            {"state": SAID[state], "count": "" if blank else str(report.count(state))}
            for state in STATES
        ],
        "parts": _parts(report, context, blank=blank),
        "signature_line": by_hand(f"{head['coordinator']} Signature", coordinator(context)),
    }
    records = (answers_file(context.year), standard_file(standard.id)) if standard.rule else ()
    name = f"standards-{standard.id}" if several else "standards"
    sheet = Sheet("standards", TITLE, standard.rule, "standards.html", records, values,
                  landscape=True)  # fmt: skip
    title = ", ".join(filter(None, (TITLE, standard.rule, context.year)))
    return FormDocument(name, "", title, (sheet,))


def _parts(report: StandardReport, context: FormContext, *, blank: bool) -> list[Value]:
    standard: Standard = report.standard
    names = _Names(context)
    return [
        {
            "heading": f"{part.letter} {part.heading}".strip(),
            "rows": [
                _row(row, context, names, blank=blank) for row in report.rows if row.part is part
            ],
        }
        for part in standard.parts
    ]


def _row(row: ItemRow, context: FormContext, names: _Names, *, blank: bool) -> Value:
    shown = [] if blank else [_begun(f"{each.title}: {each.says}") for each in row.showings]
    return {
        "number": row.item.number,
        "under": row.item.under or "",
        "text": row.item.text,
        "records": shown,
        "declared": "" if blank else DECLARED.get(row.declared, ""),
        "evidence": [] if blank else [_evidence(each, context) for each in row.sound],
        "state": "" if blank else SAID[row.state],
        "gap": [] if blank or row.is_met else [_begun(each) for each in _gap(row, names)],
        "todo": "" if blank or DECLARE not in row.todo else names.declarer,
    }


def _gap(row: ItemRow, names: _Names) -> Iterator[str]:
    """What is missing, in a reader's words; what the records show stands in a column of its own."""
    for showing in row.showings:
        if not showing.holds and not showing.of_program:
            yield from _not_shown(showing, names)
    yield from undeclared(row)


def _not_shown(showing: Showing, names: _Names) -> Iterator[str]:
    """Which pairings the records do not show it for, the ones that fall short first."""
    told = dict(showing.verdicts)
    lacking = [*showing.those("short"), *showing.those("silent")]
    if not told:
        yield "no pairing has begun"
    elif len(lacking) == len(told) > MOST_NAMED:
        alike = {verdict.says for verdict in told.values()}
        yield "no pairing shows it" + (f": {alike.pop()}" if len(alike) == 1 else "")
    else:
        named = [f"{names.of(name)} ({told[name].says})" for name in lacking[:MOST_NAMED]]
        more = len(lacking) - MOST_NAMED
        yield f"not shown for {'; '.join(named)}" + (f"; and {more} more" if more > 0 else "")


class _Names:
    """What the report calls people.

    Attributes:
        declarer: Who says how an item stands that the records do not show.
    """

    def __init__(self, context: FormContext) -> None:
        self._context = context
        self.declarer = role_title(context, "coordinator")

    def of(self, pairing: str) -> str:
        """The two people of a pairing; its id where it cannot be read."""
        return self._known.get(pairing) or pairing

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return {team.id: Pair.of(team, self._context).who for team in self._context.teams()}


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _evidence(evidence: Evidence, context: FormContext) -> str:
    """What speaks for an item, by its title.

    A reader has no folder to look into: where a file lies is of no use to them.
    """
    day = written(evidence.on)
    if evidence.link:
        what = f"{evidence.note} ({evidence.link})" if evidence.note else evidence.link
        return f"{what}, {day}"
    what = context.name(evidence.person) if evidence.person else _titled(evidence.place)
    return f"{what}: {evidence.note}, {day}" if evidence.note else f"{what}, {day}"


def _titled(path: str) -> str:
    """What a file is called: its name in words, `Kickoff agenda`."""
    if path == PROGRAM_FILE:
        return "Rules of the program"
    stem = path.rpartition("/")[2].rpartition(".")
    return _begun(" ".join(re.split(r"[-_\s]+", stem[0] or stem[2])))


STANDARDS = Form(
    "standards", TITLE, "mentorctl standards --adopt STANDARD", of_program=view
)  # fmt: skip

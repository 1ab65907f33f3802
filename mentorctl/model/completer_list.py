"""The list of completers: who has done all that the year asks, and why the others have not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.family_name import family_order
from mentorctl.model.paths import PROGRAM_FILE

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.finding import Finding
    from mentorctl.model.program import Program

__all__ = ["CompleterEntry", "CompleterList", "CompleterRow", "Reason", "nobody_completes"]


class Reason(NamedTuple):
    """One fact that keeps a pairing off the list.

    Attributes:
        need: The need as program.yaml has it; None where the reason is no need of completion.
        title: What the need is called, or the file that the reason is about.
        state: `due` (open, and not past its day), `missed` (open, and past it), `late`,
            `withdrawn`, `reassigned` or `unreadable`.
        message: What is wrong, with the file and the days.
        hint: What would mend it.
    """

    need: str | None
    title: str
    state: str
    message: str
    hint: str


def nobody_completes(program: Program) -> Reason | None:
    """Why nobody can be a completer: the program asks for nothing; None where it asks for any."""
    if program.completion.needs:
        return None
    return Reason(
        None,
        PROGRAM_FILE,
        "not asked",
        f"{program.name} does not say what makes a completer, so nobody is one",
        "list it under completion: needs in program.yaml",
    )


class CompleterRow(NamedTuple):
    """One line of the list; `reports/completers.py` describes its columns."""

    mentee_id: str
    mentee: str
    mentee_email: str | None
    school: str | None
    district: str | None
    content_area: str | None
    mentor_id: str
    mentor: str
    mentor_email: str | None
    advisor: str | None
    completed_on: dt.date | None
    experiences: int
    meetings: int
    waivers: int
    signatures: str


class CompleterEntry(NamedTuple):
    """One pairing.

    Attributes:
        pairing: Its id.
        advisor_id: The id of its advisor, or empty.
        follows: The pairing that it took over, or empty.
        row: Its line.
        reasons: Why it is not on the list; none when it is.
        supervisor_id: The id of its supervisor, or empty.
        supervisor: Their name; the id where the person cannot be read; empty where there is none.
        signatures: How many signatures count, and how many are asked for; None where nobody signs.
    """

    pairing: str
    advisor_id: str
    follows: str
    row: CompleterRow
    reasons: tuple[Reason, ...]
    supervisor_id: str = ""
    supervisor: str = ""
    signatures: tuple[int | None, int] | None = None


class CompleterList(NamedTuple):
    """The list.

    Attributes:
        program: The program's name.
        year: Its year.
        as_of: The day; what is dated later has not happened yet.
        completers: The pairings that have completed, by mentee id.
        others: All others, by mentee id, each with its reasons.
        unread: What the list rests on and could not be read.
        program_id: The program's id.
        why_nobody: Why there can be no completer, where program.yaml asks for nothing; else None.
        part: Of which part of the program it is, in words, where that is no one advisor's.
    """

    program: str
    year: str
    as_of: dt.date
    completers: tuple[CompleterEntry, ...]
    others: tuple[CompleterEntry, ...]
    unread: tuple[Finding, ...] = ()
    program_id: str = ""
    why_nobody: Reason | None = None
    part: str = ""

    def only(self, *, advisor: str | None = None, area: str | None = None) -> CompleterList:
        """The part of one advisor, or of content areas that have these words in their name."""

        def wanted(entry: CompleterEntry) -> bool:
            name = (entry.row.content_area or "").casefold()
            return (advisor is None or entry.advisor_id == advisor) and (
                area is None or area.casefold() in name
            )

        return self._replace(
            completers=tuple(filter(wanted, self.completers)),
            others=tuple(filter(wanted, self.others)),
        )

    def in_print(self) -> CompleterList:
        """The same as it is printed: in the order of family names."""
        return self._replace(
            completers=tuple(sorted(self.completers, key=_by_family_name)),
            others=tuple(sorted(self.others, key=_by_family_name)),
        )

    def parted(self, by: Literal["advisor", "school"]) -> list[tuple[str, CompleterList]]:
        """The list in parts, each with what it is headed by: a name, or empty where there is none.

        Advisors are in the order of family names, schools by name; those without one come last.
        Advisors of one name are told apart by their id. A part may have others only.
        """
        keys = {each: _key(each, by) for each in (*self.completers, *self.others)}
        names = {key: min(_name(each, by) for each in keys if keys[each] == key)
                 for key in set(keys.values())}  # fmt: skip
        twice = Counter(names.values())
        return [
            (
                f"{name} ({key})" if twice[name] > 1 else name,
                self._replace(
                    completers=tuple(each for each in self.completers if keys[each] == key),
                    others=tuple(each for each in self.others if keys[each] == key),
                ),
            )
            for key, name in sorted(names.items(), key=lambda each: _order(each[0], each[1], by))
        ]


def _by_family_name(entry: CompleterEntry) -> tuple[object, ...]:
    return (*family_order(entry.row.mentee), entry.row.mentee_id, entry.pairing)


def _key(entry: CompleterEntry, by: str) -> str:
    """What tells the part that a pairing belongs to from the others."""
    return entry.advisor_id if by == "advisor" else _name(entry, by).casefold()


def _name(entry: CompleterEntry, by: str) -> str:
    """What that part is headed by."""
    return " ".join(((entry.row.advisor if by == "advisor" else entry.row.school) or "").split())


def _order(key: str, name: str, by: str) -> tuple[object, ...]:
    return (not key, *(family_order(name) if by == "advisor" else (name.casefold(),)), key)

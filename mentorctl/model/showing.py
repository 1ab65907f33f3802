"""From a check's name to what the records say to it, pairing by pairing.

The grammar, as standards and program.yaml write it: a need (`plan:approved.on`), the name of a
check (`same-position`, `duties:mentor`), or one that counts (`log:release-period>=4`; several
kinds of entry count together as `log:training+conference>=1`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, get_args

from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.log import LogKind
from mentorctl.model.needs import SIGNED, TAKEN, Need
from mentorctl.model.program_checks import OF_PROGRAM
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.record_checks import OF_PAIRING, Check, Kind, Verdict, silent
from mentorctl.model.structure import label_of
from mentorctl.model.team import Team, fact

if TYPE_CHECKING:
    from mentorctl.model.program import Program
    from mentorctl.model.record_checks import Records
    from mentorctl.model.words import Words

__all__ = ["PROGRAM", "Showing", "UnknownCheck", "look", "parse", "takes_part", "titled", "verdict"]

# stands for the program where others stand for a pairing
PROGRAM = ""
COUNTING = frozenset({"active", "completed"})
NEED_REMEDY = "once it is done, write it down; where, says: mentorctl status PAIRING"

_CHECK = (
    r"(?P<name>(?P<stem>[a-z]+(?:-[a-z]+)*)(?::(?P<what>[a-z]+(?:[-+][a-z]+)*))?)"
    r"(?:>=(?P<least>[1-9][0-9]{0,2}))?"
)


class UnknownCheck(ValueError):
    """A text that is no need and no check there is."""


class Showing(NamedTuple):
    """What the records say to one check.

    Attributes:
        check: The check as it is written.
        title: What it looks for, in words.
        remedy: What to do where the records do not show it.
        verdicts: By pairing id; one by the id `PROGRAM` where it is about the program.
    """

    check: str
    title: str
    remedy: str
    verdicts: tuple[tuple[str, Verdict], ...]

    def those(self, state: str) -> tuple[str, ...]:
        """The pairings in which it is `shown`, `short` or `silent`."""
        return tuple(name for name, verdict in self.verdicts if verdict.state == state)

    @property
    def of_program(self) -> bool:
        """Whether it is about the program as a whole."""
        return any(name == PROGRAM for name, _ in self.verdicts)

    @property
    def holds(self) -> bool:
        """Whether it is shown everywhere, and anywhere."""
        return bool(self.verdicts) and len(self.those("shown")) == len(self.verdicts)

    @property
    def says(self) -> str:
        """In words: `14 of 16 pairings`, or what the program's record says."""
        if self.of_program:
            return self.verdicts[0][1].says
        return f"{len(self.those('shown'))} of {len(self.verdicts)} pairings"


def parse(text: str) -> Check | Need:
    """Read a check, or a need.

    Raises:
        UnknownCheck: It is neither.
    """
    found = re.fullmatch(_CHECK, text)
    if found is not None:
        check = Check(found["name"], found["what"] or "", int(found["least"] or 1))
        kind = _kind(check)
        if kind is not None and (kind.counts or not found["least"]):
            return check
    try:
        return Need.parse(text)
    except ValueError:
        raise UnknownCheck(text) from None


def _kind(check: Check) -> Kind | None:
    known = OF_PAIRING.get(check.name) or OF_PROGRAM.get(check.name)
    if known is not None and check.name not in {"log", "met", "duties"}:
        return known
    stem = check.name.partition(":")[0]
    if stem == "log" and set(check.what.split("+")) <= set(get_args(LogKind)):
        return OF_PAIRING[stem]
    if stem == "met" and check.what:
        return OF_PAIRING[stem]
    return OF_PROGRAM[stem] if stem == "duties" and check.what else None


def titled(text: str, program: Program, words: Words) -> str:
    """What a check looks for, in the program's words.

    Raises:
        UnknownCheck: There is no such check.
    """
    check = parse(text)
    if isinstance(check, Need):
        return _title_of(check, program) or _spelled(check, words) or text
    kind = _kind(check)
    assert kind is not None
    title = words.say(kind.title.replace("{least}", str(check.least)).replace("{what}", "[what]"))
    if check.name.startswith("met:"):
        named = " and ".join(words[role] for role in check.what.split("+"))
        return title.replace("[what]", named)
    return title.replace("[what]", check.what.replace("+", " or ").replace("-", " "))


def _title_of(need: Need, program: Program) -> str:
    """What program.yaml calls a need; empty where it has no name for it."""
    titles = {need: milestone.title for milestone in program.calendar for need in milestone.needs}
    titles |= {entry.need: entry.title for entry in program.completion.needs}
    if need.record == "meetings":
        held = {meeting.id: meeting.title for meeting in program.meetings}
        return f"{held[need.key]} attended" if need.key in held else ""
    return titles.get(str(need), "")


def _spelled(need: Need, words: Words) -> str:
    """What forms call the fact of a need without a name in program.yaml; empty where none does."""
    kind = IN_NEEDS.get(need.record)
    if kind is None or need.field[0] in {SIGNED, TAKEN}:
        return ""
    label = label_of(kind.model, need.field, words)
    record = " ".join(filter(None, (words.say(kind.title), need.key.strip("*"))))
    return label if record in label else f"{label} ({record})"


def verdict(text: str, team: Team, seen: Records, role: str = "") -> Verdict:
    """What the records of a pairing say to a check, or those of the program where it is of that.

    Args:
        text: The check.
        team: The pairing.
        seen: What checks look at.
        role: Whose duty it is about, for facts that each person owes.

    Raises:
        UnknownCheck: There is no such check.
    """
    check = parse(text)
    if isinstance(check, Need):
        return _fact(check, team, seen, role)
    kind = _kind(check)
    assert kind is not None
    if kind.of_program is not None:
        return kind.of_program(seen, check)
    assert kind.of_pairing is not None
    return kind.of_pairing(team, seen, check)


def look(text: str, seen: Records) -> Showing:
    """What the records say to a check: of the program, or of each pairing that counts.

    A pairing counts that is active or completed, and has begun.

    Raises:
        UnknownCheck: There is no such check.
    """
    check = parse(text)
    title = titled(text, seen.program, seen.words)
    kind = None if isinstance(check, Need) else _kind(check)
    if isinstance(check, Need):
        remedy = NEED_REMEDY
        of_program = check.record == "year"
    else:
        assert kind is not None
        first = check.what.partition("+")[0]
        remedy = kind.remedy.format(what=first, year=seen.year.name)
        of_program = kind.of_program is not None
    if of_program:
        nobody = Team(id=PROGRAM, year=seen.year.name, folder="")
        return Showing(text, title, remedy, ((PROGRAM, verdict(text, nobody, seen)),))
    verdicts = tuple(
        (name, verdict(text, team, seen))
        for name, team in sorted(seen.teams.items())
        if takes_part(team, seen)
    )
    return Showing(text, title, remedy, verdicts)


def takes_part(team: Team, seen: Records) -> bool:
    """Whether a pairing counts: it is active or completed, and has begun."""
    pairing = team.pairing
    if pairing is None or pairing.starts > seen.today:
        return False
    return pairing.state_on(seen.today) in COUNTING


def _fact(need: Need, team: Team, seen: Records, role: str) -> Verdict:
    person = getattr(team.pairing, role, None) if role else None
    if need.record == "year" and need.field[0] in PER_PERSON and person:
        need = need._replace(field=(*need.field, person))
    try:
        on = fact(need, team, seen.shared)
    except KeyError:
        return silent("this program keeps no such record")
    if on is not None and on <= seen.today:
        return Verdict("shown", str(on))
    if team.pairing is not None and team.pairing.waived_since(str(need), seen.today):
        return silent("waived")
    return silent("open")

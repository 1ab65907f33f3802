"""The judge of who may write what, field by field: asked by `save`, `sync`, guard and `audit`.

A coordinator may write everything. Whoever is in a pairing keeps its records, each the fields that
its model gives to their role or to nobody alone; but they do not say who is in it, nor what it is
excused from; when they will meet, they do. Everybody keeps their own contact data, and nothing that
dates and conditions of the program rest on.
"""

from __future__ import annotations

import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.evaluation_summary import EvaluationSummary
from mentorctl.model.field_owners import Way, filled_by, leaves
from mentorctl.model.formats import forward
from mentorctl.model.ids import is_id
from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import name_of
from mentorctl.model.list_order import is_order, is_reordered
from mentorctl.model.needs import day_in
from mentorctl.model.paths import (
    MID_YEAR,
    PAIRING_FILE,
    PROGRAM_FILE,
    REASSIGNMENTS,
    SUMMARIES,
    TEMPLATES,
    YEARS,
    in_pairing,
    is_evidence,
    pairing_file,
    person_file,
    stem_in,
)
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.roles import OVER_IT, SIDES, THE_PAIR
from mentorctl.store.recorded_files import understood

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mentorctl.model.formats import Tree
    from mentorctl.model.recorded import PairingFacts

__all__ = [
    "OTHER_NAME",
    "Values",
    "Writer",
    "is_judged_by_field",
    "is_let_in",
    "is_readable",
    "is_shown",
    "own_part",
    "own_values",
    "pairings_named",
    "refusal",
    "roles_of",
    "said_in",
    "values_of",
    "why_not",
    "words_of_others",
]

# a record's values by the way to them
Values = dict["Way", str]
MOST_NAMED = 3
_COORDINATOR = "only a {coordinator}"
# nobody else need be asked for that
OTHER_NAME = (
    "only capital letters tell its name from that of a record, and not everywhere; give it another"
)
_GONE_BY = (
    f"{_COORDINATOR} adds a file that git or mentorctl goes by; delete it, or have one add it"
)
# keys, the key, vouched, the signature
_A_WORD = 4
# what proves itself
_WHOLE = frozenset(("signatures",))
# what whoever asks for another mentor says
_REQUEST = frozenset(
    (each,) for each in ("pairing", "requested_on", "requested_by", "wanted", "reasons")
)
_WHO = (*SIDES, "follows", "followed_by", "continues")
# what whoever counts answers shows of them
_SUMMARY = frozenset((each,) for each in EvaluationSummary.__struct_encode_fields__)
# when they will meet is for all who are in a pairing to say
_APPOINTMENTS = ("planned",)


class Writer(NamedTuple):
    """Somebody who changes a file.

    Attributes:
        person: Their id.
        roles: The roles that they held in the file's pairing before; none elsewhere.
        own: The ways to what is theirs in a record that pairings share, as `own_part` says.
        kept: The ways to what others said of their keys, which is theirs to add and not to take
            out, as `words_of_others` says.
    """

    person: str
    roles: frozenset[str]
    own: frozenset[Way] = frozenset()
    kept: frozenset[Way] = frozenset()


def is_judged_by_field(path: str) -> bool:
    """Whether a file is a record with fields of its own; signatures prove themselves."""
    kind = kind_of(path)
    return kind is not None and kind.name not in _WHOLE


def is_shown(path: str) -> bool:
    """Whether a file is a record, or what forms and messages are made of, or what they name."""
    return is_judged_by_field(path) or path.startswith(f"{TEMPLATES}/") or is_evidence(path)


def is_readable(content: bytes | None) -> bool:
    """Whether a file is not there, or says something, be it nothing."""
    return content is None or understood(content, lambda _: True) is True


def values_of(path: str, content: bytes | None, number: int) -> Values:
    """What a record's file says; nothing where it is not there, or cannot be read.

    Args:
        path: The file of a record, relative to the program folder.
        content: Its content; None where it is not there.
        number: The folder's format.
    """
    return said_in(path, content, number) or {}


def said_in(path: str, content: bytes | None, number: int) -> Values | None:
    """The same; None where it cannot be read."""
    kind = kind_of(path)
    if content is None or kind is None:
        return None if content is None else {}

    def use(tree: Tree) -> Values:
        held = forward(kind.name, tree, number)
        return leaves(kind.model, held) if isinstance(held, dict) else {}

    return understood(content, use)


def own_values(before: Sequence[Values], after: Values) -> list[Way]:
    """The ways at which a commit has something as none of those before has it.

    Args:
        before: What each commit before says.
        after: What this one says.
    """
    every = dict.fromkeys(way for each in (after, *before) for way in each)
    own = [way for way in every if all(each.get(way) != after.get(way) for each in before)]
    return [
        way
        for way in own
        if not is_order(way) or is_reordered(after.get(way), [each.get(way) for each in before])
    ]


def roles_of(person: str, before: Iterable[PairingFacts | None]) -> frozenset[str]:
    """The roles that somebody held in a pairing in each of the commits before that had it."""
    held = [
        frozenset(role for role in SIDES if getattr(each, role) == person)
        for each in before
        if each is not None
    ]
    return frozenset.intersection(*held) if held else frozenset()


def why_not(who: Writer, path: str, way: Way) -> str:
    """Why somebody who is no coordinator may not write a value; empty where they may.

    Args:
        who: Who they are.
        path: The file.
        way: The way to the value; empty for the file as a whole.

    Returns:
        In words that name roles as `{mentor}`.
    """
    if (place := in_pairing(path)) is not None:
        if not who.roles:
            return f"{who.person} is not in this pairing"
        if why := _misleads(path):
            return why
        if place.file == PAIRING_FILE and way[:1] != _APPOINTMENTS:
            return _of_pairing(who.roles, path, way)
        return _of_owner(who.roles, path, way)
    if path == person_file(who.person):
        # who vouches for a key has signed that
        is_word = way[2:3] == ("vouched",) and way[:_A_WORD] not in who.kept
        rights = way[:1] in ((), ("keys",), ("roles",)) and not is_word
        why = _of_owner(frozenset(), path, way)
        return f"{_COORDINATOR} changes keys and roles" if rights else why
    is_own = any(way[: len(each)] == each for each in who.own)
    return "" if is_own else f"{_COORDINATOR} changes it"


def pairings_named(path: str, values: Values) -> dict[str, list[str]]:
    """The pairings that a shared record has entries of: where each may lie, by its id.

    Args:
        path: The file.
        values: What it says.
    """
    if year := stem_in(MID_YEAR, path):
        return {
            way[1]: [pairing_file(year, way[1])]
            for way in values
            if way[:1] == ("answers",) and len(way) > 1 and is_id(way[1])
        }
    pairing, day = values.get(("pairing",), ""), values.get(("requested_on",), "")
    if stem_in(REASSIGNMENTS, path) is None or not is_id(pairing) or not day[:4].isdigit():
        return {}
    years = (f"{first}-{first + 1}" for first in (int(day[:4]) - 1, int(day[:4])))
    return {pairing: [pairing_file(year, pairing) for year in years]}


def own_part(
    person: str, path: str, values: Values, held: Mapping[str, frozenset[str]], *, is_new: bool
) -> frozenset[Way]:
    """The ways to what is somebody's own in a record that pairings share.

    What each owes in a year is their own entry there. A mentee answers the question of the middle
    of the year; either of a pair begins the search for another mentor, which a coordinator goes on
    with. Whoever counts the answers to a questionnaire shows what may be shown of them. What could
    not be read as such an entry is nobody's: with it, nobody could read those of the others.

    Args:
        person: Their id.
        path: The file.
        values: What it says.
        held: The roles that they held before in each pairing that it names, by its id.
        is_new: Whether the file was not there before.
    """
    if stem_in(YEARS, path):
        days = {(field, person): values.get((field, person)) for field in PER_PERSON}
        return frozenset(way for way, day in days.items() if day is None or day_in((), day))
    if stem_in(MID_YEAR, path):
        answers = (("answers", each) for each, roles in held.items() if "mentee" in roles)
        return frozenset(way for way in answers if _is_answer(way, values))
    if stem_in(SUMMARIES, path):
        # whether they are its counter is seen by their signature in it
        mine = _SUMMARY if values.get(("counter",)) == person else frozenset[Way]()
        return mine if is_new else mine - {("counter",)}
    asks = is_new and values.get(("requested_by",)) == person
    pair = held.get(values.get(("pairing",), ""), frozenset())
    return _REQUEST if asks and pair.intersection(THE_PAIR) else frozenset()


def _is_answer(way: Way, values: Values) -> bool:
    """Whether what stands at a way can be read as an answer, or is nothing."""
    said = {each[2:]: value for each, value in values.items() if each[:2] == way}
    is_whole = said.keys() == {("on",), ("sealed",)} and day_in((), said["on",]) is not None
    return is_whole or not said


def words_of_others(person: str, path: str, before: Iterable[Values]) -> frozenset[Way]:
    """The ways to what others have signed about somebody's keys.

    It proves the key wherever the commit that let it in is not at hand. Whoever took it out could
    have what they signed proven by nothing.

    Args:
        person: Their id.
        path: The file.
        before: What each commit before says; read of their own file alone.
    """
    if path != person_file(person):
        return frozenset()
    words, own = set[Way](), set[Way]()
    for way, value in chain.from_iterable(each.items() for each in before):
        if way[2:3] == ("vouched",):
            words.add(way[:_A_WORD])
            if way[-1] == "by" and value == person:
                own.add(way[:_A_WORD])
    return frozenset(words - own)


def refusal(who: Writer, path: str, ways: Iterable[Way]) -> tuple[dict[Way, str], str]:
    """What somebody who is no coordinator may not write of what they do.

    Returns:
        Why not, by the way to each value; and all of that in one sentence, empty where they may.
    """
    found = {way: why for way in ways if (why := why_not(who, path, way))}
    by_reason: dict[str, list[str]] = {}
    for way, why in found.items():
        by_reason.setdefault(why, []).append(_named(way))
    return found, "; ".join(_sentence(why, names) for why, names in by_reason.items())


def _named(way: Way) -> str:
    """A value as a sentence names it."""
    if is_order(way):
        return f"order of {name_of([(step, '') for step in way[:-1]], None)}"
    return name_of([(step, "") for step in way], None)


def _sentence(why: str, names: Sequence[str]) -> str:
    if "fills" not in why:
        return why
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    # braces in a name of somebody's own are no term
    said = ", ".join(names[:MOST_NAMED]).replace("{", "(").replace("}", ")")
    return f"{why}: {said}{more}"


def _misleads(path: str) -> str:
    """Why a file in a pairing is taken for what it is not by some system, git or mentorctl."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    if kind_of(path) is None and kind_of(folded) is not None:
        return OTHER_NAME
    names = folded.split("/")
    # git goes by its own wherever they lie, mentorctl by the program that somebody stands in
    if names[-1] == PROGRAM_FILE or any(each.startswith(".git") for each in names):
        return _GONE_BY
    return ""


def _of_pairing(roles: frozenset[str], path: str, way: Way) -> str:
    if not roles.intersection(OVER_IT):
        return f"{_COORDINATOR} or the {{advisor}} changes it"
    if not way or way[0] in _WHO:
        return f"{_COORDINATOR} changes who is in a pairing"
    return _of_owner(roles, path, way)


def _of_owner(roles: frozenset[str], path: str, way: Way) -> str:
    kind = kind_of(path)
    owner = filled_by(kind.model, way) if kind is not None else ""
    return "" if not owner or owner in roles else f"only the {{{owner}}} fills it in"


def is_let_in(path: str, way: Way, let_in: Collection[tuple[str, str]] | None) -> bool:
    """Whether a value of a person's file is about a key that counts as it is written there."""
    if way[:1] != ("keys",) or let_in is None:
        return way[:1] == ("keys",)
    return len(way) > 1 and (path, " ".join(way[1].split()[:2])) in let_in

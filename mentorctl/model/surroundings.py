"""What a signed form takes from elsewhere: the values that give its record their meaning.

A person signs the form as they read it. Its record's own values are covered as the record's model
says (`not_signed`); `COVERED` says here, kind by kind, what is covered besides. Each is a key and a
value, in the order in which they stand in their files; the digest of all of them is part of the
statement that is signed. Keys and values of one version never change: they follow from what files
say, by the names of the first format, and from no template, so that no later toolkit voids what was
signed by an earlier one.

Never covered: how somebody can be reached (school, email, phones, addresses, the agency's staff),
what happens to a form after it was signed (achieved, approved, received, sent, copied), the day of
other records, and how a form looks (labels, explanations, order of its parts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.number_spelling import usual
from mentorctl.model.paths import EVIDENCE, PAIRING_FILE, PROGRAM_FILE, person_file
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.canonical import Data

__all__ = [
    "COVERED",
    "VERSION",
    "Around",
    "Surrounding",
    "surroundings",
    "surroundings_data",
    "surroundings_digest",
]

VERSION = 1

# for each kind of record, what a signature on it covers besides the record's own values
COVERED: Mapping[str, tuple[str, ...]] = {
    "agreement": ("signers", "people", "duties", "criteria", "provisions", "confidentiality"),
    "experience": ("people", "program-area", "experience", "evidence"),
    "plan": ("people", "advisor", "plan-area", "semesters", "catalogue"),
    "log": ("people", "advisor", "advised-area", "who", "reflection", "confidentiality"),
    "visit": ("people", "program-area", "reflection", "confidentiality"),
    "guide": ("people", "supervisor", "dates", "confidentiality"),
    "trainings": ("people", "supervisor", "trainings"),
    "focal-points": ("people", "focal-points"),
    "decision-points": ("people", "decision-points"),
}
_PROGRAM = PROGRAM_FILE
# whom forms with rows of other roles name
_SUPERVISED = (*THE_PAIR, "supervisor")
# the forms that print what is said of confidentiality where program.yaml names none
_CONFIDENTIAL = ("agreement", "guide", "log", "visit")


class Surrounding(NamedTuple):
    """One thing that a form takes from elsewhere.

    Attributes:
        key: What it is, for good: `provisions.begin`, `people.mentor.name`.
        value: What its file says.
        source: That file, relative to the program folder.
    """

    key: str
    value: Data
    source: str


class Around(NamedTuple):
    """The files around a record, as canonical data by the names of the first format.

    Attributes:
        folder: The pairing's folder, with a `/` at its end.
        program: What program.yaml says, as far as forms print it.
        pairing: What pairing.yaml says.
        plan: What plan.yaml says.
        name: The name in a person's file; empty where it cannot be read.
        file: The SHA-256 of a file in evidence/; empty where there is none.
    """

    folder: str
    program: Mapping[str, Data]
    pairing: Mapping[str, Data]
    plan: Mapping[str, Data]
    name: Callable[[str], str]
    file: Callable[[str], str]


def surroundings(kind: str, content: Data | None, around: Around) -> tuple[Surrounding, ...]:
    """What a form takes from elsewhere.

    Args:
        kind: The kind of its record.
        content: What a role's signature covers of the record, by the names of the first format.
        around: The files around it.
    """
    said = content if isinstance(content, dict) else {}
    parts = COVERED.get(kind, ("people",))
    return tuple(each for part in parts for each in _PARTS[part](kind, said, around))


def surroundings_digest(found: Iterable[Surrounding]) -> str:
    """The SHA-256 of what a form takes from elsewhere, in hex; wherever its files lie."""
    return digest(surroundings_data(found))


def surroundings_data(found: Iterable[Surrounding]) -> Data:
    """The same as canonical data: what the digest is made of."""
    return [{"key": each.key, "value": each.value} for each in found]


def _get(data: Data | Mapping[str, Data] | None, *way: str) -> Data | None:
    for name in way:
        data = data.get(name) if isinstance(data, dict) else None
    return data if not isinstance(data, dict) or data else None  # type: ignore[return-value] # as typed


def _items(data: Data | Mapping[str, Data] | None, *way: str) -> list[dict[str, Data]]:
    found = _get(data, *way)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _texts(data: Data | Mapping[str, Data] | None, *way: str) -> list[str]:
    found = _get(data, *way)
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []


def _text(data: Data | Mapping[str, Data] | None, *way: str) -> str:
    found = _get(data, *way)
    return found if isinstance(found, str) else ""


def _numbered(data: Data | Mapping[str, Data] | None, field: str, number: str) -> bool:
    """Whether a field has a number, however its file spells that: the form reads `01` as `1`."""
    held = _text(data, field)
    return held == number or (usual(held) or held) == (usual(number) or number)


def _some(key: str, value: Data | None, source: str) -> Iterator[Surrounding]:
    if value:
        yield Surrounding(key, value, source)


def _called(around: Around, role: str) -> Iterator[Surrounding]:
    """What the program calls a role."""
    titles = (_text(each, "title") for each in _items(around.program, "roles")
              if _text(each, "id") == role)  # fmt: skip
    called = {"title": next(titles, ""), "term": _text(around.program, "terms", role)}
    said: Data = {name: each for name, each in called.items() if each}
    yield from _some(f"people.{role}.called", said, _PROGRAM)


def _person(around: Around, role: str) -> Iterator[Surrounding]:
    """Who holds a role, and what the program calls it."""
    person = _text(around.pairing, role.replace("-", "_"))
    if not person:
        return
    yield from _called(around, role)
    yield Surrounding(f"people.{role}.id", person, f"{around.folder}{PAIRING_FILE}")
    yield from _some(f"people.{role}.name", around.name(person), person_file(person))


def _parties(around: Around) -> tuple[str, ...]:
    """The roles between which an agreement is made, in the order in which it names them."""
    return tuple(_texts(around.program, "records", "agreement", "signed_by")) or THE_PAIR


def _named(kind: str, around: Around) -> tuple[str, ...]:
    """Whom a form names above its signatures: the pair, and on an agreement all who sign it."""
    parties = _parties(around) if kind == "agreement" else ()
    return tuple(dict.fromkeys((*THE_PAIR, *parties)))


def _in_rows(roles: Iterable[str], known: Sequence[str], around: Around) -> Iterator[Surrounding]:
    """What roles are called that stand in a form's rows, but for those of its people."""
    held = [role for role in known if role in THE_PAIR or _text(around.pairing, role)]
    for role in dict.fromkeys(roles):
        if role not in held:
            yield from _called(around, role)


def _signers(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    parties = _parties(around)
    yield Surrounding("signers", [*parties], _PROGRAM)
    for role in parties:
        if not _text(around.pairing, role.replace("-", "_")):
            yield from _called(around, role)  # named with a line for whoever will hold it


def _people(kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    for role in _named(kind, around):
        yield from _person(around, role)


def _is_advised(around: Around) -> bool:
    roles = {_text(each, "id") for each in _items(around.program, "roles")}
    return bool(_text(around.pairing, "advisor")) or "advisor" in roles


def _adviser(kind: str, around: Around) -> str:
    return "advisor" if kind == "plan" or _is_advised(around) else "supervisor"


def _advisor(kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    yield from _person(around, _adviser(kind, around))


def _who(kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    yield from _in_rows(_texts(said, "who"), (*THE_PAIR, _adviser(kind, around)), around)


def _supervisor(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    yield from _person(around, "supervisor")


def _program_area(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    for held, name in ((around.pairing, PAIRING_FILE), (around.plan, "plan.yaml")):
        if area := _text(held, "content_area"):
            yield Surrounding("program-area", area, f"{around.folder}{name}")
            return


def _plan_area(_kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    # the plan's own is covered as a value of the record
    if not _text(said, "content_area"):
        area = _text(around.pairing, "content_area")
        yield from _some("program-area", area, f"{around.folder}{PAIRING_FILE}")


def _advised_area(kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    if _is_advised(around):
        yield from _program_area(kind, said, around)


def _duties(kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    asked = _named(kind, around)
    for role in _items(around.program, "roles"):
        name, duties = _text(role, "id"), _get(role, "duties")
        if name in asked and isinstance(duties, list):
            for number, each in enumerate(duties, 1):
                text = each if isinstance(each, str) else _text(each, "duty")
                yield from _some(f"duties.{name}.{number}", text, _PROGRAM)


def _criteria(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    mentors = _get(around.program, "mentors")
    criteria = _items(mentors, "criteria")
    if not criteria:
        return
    if years := _text(mentors, "recommended_years").strip("0"):
        years = _text(mentors, "recommended_years")
        yield Surrounding("mentors.recommended_years", years, _PROGRAM)
        near = _text(mentors, "same_school")
        yield from _some("mentors.same_school", near if near != "no" else "", _PROGRAM)
        for role in _items(around.program, "roles"):
            if _text(role, "id") == "mentee":
                yield from _some("positions", _get(role, "positions"), _PROGRAM)
    for each in criteria:
        yield from _some(f"criteria.{_text(each, 'id')}", _text(each, "title"), _PROGRAM)


def _provisions(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    for each in _items(around.program, "agreement", "clauses"):
        said: dict[str, Data] = {"text": _text(each, "text")}
        if blanks := _texts(each, "blanks"):
            said["blanks"] = [*blanks]
        yield Surrounding(f"provisions.{_text(each, 'id')}", said, _PROGRAM)


def _confidentiality(kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    said = _get(around.program, "confidentiality")
    if kind in (_texts(said, "shown_on") or _CONFIDENTIAL):
        for name in ("evaluation", "text", "source"):
            key = "confidentiality" + ("" if name == "text" else f".{name}")
            yield from _some(key, _text(said, name), _PROGRAM)


def _catalogued(around: Around, number: str) -> str:
    """What the catalogue calls an experience."""
    catalogue = _items(around.program, "experiences", "catalogue")
    found = (_text(each, "title") for each in catalogue if _numbered(each, "number", number))
    return next(found, "")


def _own_number(around: Around) -> str:
    """The number in the catalogue that experiences of a team's own have."""
    catalogue = _items(around.program, "experiences", "catalogue")
    return next((_text(each, "number") for each in catalogue if _text(each, "own") == "yes"), "")


def _experience(_kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    plan, slot = f"{around.folder}plan.yaml", _text(said, "slot")
    planned = next((each for each in _items(around.plan, "experiences")
                    if _numbered(each, "slot", slot)), None)  # fmt: skip
    number = _text(planned, "catalogue")
    yield from _some("experience.number", number, plan)
    if number:
        yield from _some("experience.title", _catalogued(around, number), _PROGRAM)
    yield from _some("experience.planned", _text(planned, "planned"), plan)
    for name in ("title", "description"):
        yield from _some(f"experience.own.{name}", _text(planned, "own", name), plan)
    if not number and _get(planned, "own"):
        yield from _some("catalogue.own", _own_number(around), _PROGRAM)


def _semesters(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    for each in _items(around.program, "experiences", "semesters"):
        said: dict[str, Data] = {
            "title": _text(each, "title"),
            "experiences": _text(each, "experiences"),
        }
        yield Surrounding(f"semesters.{_text(each, 'number')}", said, _PROGRAM)


def _catalogue(_kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    planned = _items(said, "experiences")
    for number in dict.fromkeys(_text(each, "catalogue") for each in planned):
        if number:
            yield from _some(f"catalogue.{number}", _catalogued(around, number), _PROGRAM)
    if any(_get(each, "own") and not _text(each, "catalogue") for each in planned):
        yield from _some("catalogue.own", _own_number(around), _PROGRAM)


def _evidence(_kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    for name in dict.fromkeys(_texts(said, "evidence")):
        yield Surrounding(
            f"evidence.{name}", around.file(name), f"{around.folder}{EVIDENCE}/{name}"
        )


def _reflection(_kind: str, said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    given = _get(said, "reflection")
    for part in _items(around.program, "reflection"):
        if _text(given, _text(part, "id")):
            yield from _some(f"reflection.{_text(part, 'id')}", _text(part, "title"), _PROGRAM)


def _dates(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    dates = [each for each in _items(around.program, "dates") if _text(each, "on_guide") != "no"]
    yield from _in_rows((_text(each, "by") for each in dates), _SUPERVISED, around)
    for each in dates:
        name = _text(each, "id")
        said: dict[str, Data] = {"title": _text(each, "title"), "by": _text(each, "by")}
        yield Surrounding(f"dates.{name}.title", said, _PROGRAM)
        on = _text(around.pairing, "dates", name)
        yield from _some(f"dates.{name}.on", on, f"{around.folder}{PAIRING_FILE}")


def _trainings(_kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    trainings = _items(around.program, "trainings")
    yield from _in_rows((_text(each, "role") for each in trainings), _SUPERVISED, around)
    for each in trainings:
        said: dict[str, Data] = {"title": _text(each, "title"), "role": _text(each, "role")}
        yield Surrounding(f"trainings.{_text(each, 'code')}", said, _PROGRAM)


def _points(kind: str, _said: dict[str, Data], around: Around) -> Iterator[Surrounding]:
    checklist = _get(around.program, kind.replace("-", "_"))
    for group in _items(checklist, "groups"):
        for each in _items(group, "items"):
            said: dict[str, Data] = {"title": _text(each, "title"), "group": _text(group, "title")}
            yield Surrounding(f"points.{_text(each, 'id')}", said, _PROGRAM)
    for each in _items(checklist, "ratings"):
        yield from _some(f"ratings.{_text(each, 'value')}", _text(each, "title"), _PROGRAM)


_PARTS: Mapping[str, Callable[[str, dict[str, Data], Around], Iterator[Surrounding]]] = {
    "signers": _signers,
    "people": _people,
    "advisor": _advisor,
    "supervisor": _supervisor,
    "program-area": _program_area,
    "plan-area": _plan_area,
    "advised-area": _advised_area,
    "duties": _duties,
    "criteria": _criteria,
    "provisions": _provisions,
    "confidentiality": _confidentiality,
    "experience": _experience,
    "semesters": _semesters,
    "who": _who,
    "catalogue": _catalogue,
    "evidence": _evidence,
    "reflection": _reflection,
    "dates": _dates,
    "trainings": _trainings,
    "focal-points": _points,
    "decision-points": _points,
}

"""The columns that a sheet to import can have, for each kind of sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from msgspec import inspect as types

from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.structure import options, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.record import Record

__all__ = [
    "ADDRESS_PARTS",
    "KINDS_OF_SHEET",
    "NAME_PARTS",
    "OF_KIND",
    "OF_PAIRINGS",
    "OF_PEOPLE",
    "Column",
    "Kind",
    "labels",
    "template",
]

Kind = Literal["people", "pairings", "plans", "log", "attendance", "trainings", "years"]
# what a cell of a column is, and so how it is read
Sort = Literal["text", "id", "name", "email", "phone", "day", "yes-no", "years", "zip", "roles",
               "choice", "clock", "number", "person", "pairing"]  # fmt: skip
KINDS_OF_SHEET: tuple[Kind, ...] = get_args(Kind)


class Column(NamedTuple):
    """One column.

    Attributes:
        name: Its name in templates.
        where: The field of the record; empty for what is no field of its own.
        example: What the template's invented row has there.
        many: Whether a cell holds several values.
        sort: What its cells are.
    """

    name: str
    where: Where
    example: str = ""
    many: bool = False
    sort: Sort = "text"


OF_PEOPLE: tuple[Column, ...] = (
    Column("id", (), "amara-okafor", sort="id"),
    Column("name", ("name",), "Amara Okafor", sort="name"),
    Column("roles", ("roles",), "mentee", many=True, sort="roles"),
    Column("email", ("email",), "amara.okafor@hollis-creek.example", sort="email"),
    Column("email_checked", ("email_checked",), "school-day", sort="choice"),
    Column("phone_school", ("phones", "school"), "573-555-0142", sort="phone"),
    Column("phone_cell", ("phones", "cell"), "573-555-0117", sort="phone"),
    Column("phone_work", ("phones", "work"), sort="phone"),
    Column("school", ("school",), "Hollis Creek High School"),
    Column("district", ("district",), "Hollis Creek R-II"),
    Column("region", ("region",)),
    Column("position", ("position",), "Teacher"),
    Column("content_area", ("content_area",), "Family Consumer Sciences"),
    Column("address", ("address",), "18 Alder Street, Hollis Creek, MO 65301"),
    Column("experience_years", ("experience_years",), "0", sort="years"),
    Column("started_on", ("started_on",), "2026-08-10", sort="day"),
    Column("pronunciation", ("pronunciation",), "ah-MAR-ah oh-KAH-for"),
    Column("open_to_more", ("mentoring", "open_to_more"), sort="yes-no"),
    Column("mentoring_since", ("mentoring", "since"), sort="day"),
    Column("vendor_number", ("vendor_number",)),
    Column("contract_number", ("contract_number",)),
)
# what a person's name or address is often spread over; no template asks for it
NAME_PARTS: tuple[Column, ...] = (
    Column("first_name", (), sort="name"),
    Column("middle_name", (), sort="name"),
    Column("last_name", (), sort="name"),
    Column("name_suffix", (), sort="name"),
)
ADDRESS_PARTS: tuple[Column, ...] = (
    Column("street", ()),
    Column("city", ()),
    Column("state", ()),
    Column("zip", (), sort="zip"),
)
OF_PAIRINGS: tuple[Column, ...] = (
    Column("id", (), "amara-okafor-teo-lindqvist", sort="id"),
    Column("mentee", ("mentee",), "amara-okafor", sort="person"),
    Column("mentor", ("mentor",), "teo-lindqvist", sort="person"),
    Column("advisor", ("advisor",), "noor-haddad", sort="person"),
    Column("supervisor", ("supervisor",), sort="person"),
    Column("content_area", ("content_area",), "Family Consumer Sciences"),
    Column("starts", ("starts",), "2026-09-08", sort="day"),
    Column("follows", ("follows",), sort="id"),
)
OF_PLANS: tuple[Column, ...] = (
    Column("pairing", (), "amara-okafor-teo-lindqvist", sort="pairing"),
    Column("experience", ("slot",), "1", sort="number"),
    Column("catalogue", ("catalogue",), "7", sort="number"),
    Column("planned", ("planned",), "Lesson on feeding a family of four"),
    Column("target_date", ("target_date",), "2026-11-20", sort="day"),
    Column("notes", ("notes",)),
    Column("own_title", ("own", "title")),
    Column("own_description", ("own", "description")),
)
OF_LOG: tuple[Column, ...] = (
    Column("pairing", (), "amara-okafor-teo-lindqvist", sort="pairing"),
    Column("on", ("on",), "2026-10-05", sort="day"),
    Column("from", ("from",), "15:30", sort="clock"),
    Column("to", ("to",), "16:15", sort="clock"),
    Column("kind", ("kind",), "meeting", sort="choice"),
    Column("where", ("where",), "Room 12"),
    Column("who", ("who",), many=True, sort="roles"),
    Column("topics", ("topics",), "The first unit"),
    Column("actions", ("actions",)),
    Column("plus", ("reflection", "plus")),
    Column("minus", ("reflection", "minus")),
    Column("interesting", ("reflection", "interesting")),
)
OF_ATTENDANCE: tuple[Column, ...] = (
    Column("meeting", (), "kickoff"),
    Column("person", (), "amara-okafor", sort="person"),
    Column("attended", (), "yes", sort="yes-no"),
    Column("held_on", ("on",), "2026-09-10", sort="day"),
    Column("where", ("where",)),
)
OF_TRAININGS: tuple[Column, ...] = (
    Column("pairing", (), sort="pairing"),
    Column("person", ("person",), "amara-okafor", sort="person"),
    Column("training", ("code",), "SP 511"),
    Column("completed_on", ("on",), "2026-10-12", sort="day"),
)
OF_YEARS: tuple[Column, ...] = (
    Column("fact", (), "completers_sent"),
    Column("person", (), "noor-haddad", sort="person"),
    Column("on", (), "2027-05-01", sort="day"),
    Column("pairing", (), sort="pairing"),
)
OF_KIND: dict[Kind, tuple[Column, ...]] = {
    "people": OF_PEOPLE,
    "pairings": OF_PAIRINGS,
    "plans": OF_PLANS,
    "log": OF_LOG,
    "attendance": OF_ATTENDANCE,
    "trainings": OF_TRAININGS,
    "years": OF_YEARS,
}
_MODELS: dict[Kind, type[Record]] = {"people": Person, "pairings": Pairing}


def template(kind: Kind) -> tuple[list[str], list[str]]:
    """The headings of a sheet, and one invented row."""
    columns = OF_KIND[kind]
    return [column.name for column in columns], [column.example for column in columns]


def labels(kind: Kind) -> dict[Where, str]:
    """What the official forms call the fields that a kind of sheet has columns for."""
    model = _MODELS.get(kind)
    return dict(_titles(model)) if model else {}


def _titles(model: type) -> Iterator[tuple[Where, str]]:
    """The label of every field of a record, those inside its parts included."""
    for field in structure(model).fields:
        kind = field.type
        if isinstance(kind, types.Metadata):
            yield (field.encode_name,), (kind.extra_json_schema or {}).get("title", "")
        for option in options(field.type):
            if isinstance(option, types.StructType):
                for where, title in _titles(option.cls):
                    yield (field.encode_name, *where), title

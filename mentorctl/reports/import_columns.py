"""The columns that a roster of people or of pairings can have."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec import inspect as types

from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.structure import options, structure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.finding import Where
    from mentorctl.model.record import Record
    from mentorctl.model.words import Words

__all__ = ["OF_PAIRINGS", "OF_PEOPLE", "Column", "Kind", "columns_of", "folded", "template"]

Kind = Literal["people", "pairings"]


class Column(NamedTuple):
    """One column.

    Attributes:
        name: Its name in templates.
        where: The field of the record; empty for the id, which is the file's name.
        example: What the template's invented row has there.
        many: Whether a cell holds several values.
    """

    name: str
    where: Where
    example: str = ""
    many: bool = False


OF_PEOPLE: tuple[Column, ...] = (
    Column("id", (), "amara-okafor"),
    Column("name", ("name",), "Amara Okafor"),
    Column("roles", ("roles",), "mentee", many=True),
    Column("email", ("email",), "amara.okafor@hollis-creek.example"),
    Column("email_checked", ("email_checked",), "school-day"),
    Column("phone_school", ("phones", "school"), "573-555-0142"),
    Column("phone_cell", ("phones", "cell"), "573-555-0117"),
    Column("phone_work", ("phones", "work")),
    Column("school", ("school",), "Hollis Creek High School"),
    Column("district", ("district",), "Hollis Creek R-II"),
    Column("region", ("region",)),
    Column("position", ("position",), "Teacher"),
    Column("content_area", ("content_area",), "Family Consumer Sciences"),
    Column("address", ("address",), "18 Alder Street, Hollis Creek, MO 65301"),
    Column("experience_years", ("experience_years",), "0"),
    Column("started_on", ("started_on",), "2026-08-10"),
    Column("pronunciation", ("pronunciation",), "ah-MAR-ah oh-KAH-for"),
    Column("open_to_more", ("mentoring", "open_to_more")),
    Column("mentoring_since", ("mentoring", "since")),
)
OF_PAIRINGS: tuple[Column, ...] = (
    Column("id", (), "amara-okafor-teo-lindqvist"),
    Column("mentee", ("mentee",), "amara-okafor"),
    Column("mentor", ("mentor",), "teo-lindqvist"),
    Column("advisor", ("advisor",), "noor-haddad"),
    Column("supervisor", ("supervisor",)),
    Column("content_area", ("content_area",), "Family Consumer Sciences"),
    Column("starts", ("starts",), "2026-09-08"),
    Column("follows", ("follows",)),
)
NO_KIND = (
    "there is no column for the names of people, nor one each for the two of a pairing",
    "the first row must have  name  for people, or  mentee  and  mentor  for pairings",
)
OF_KIND: dict[Kind, tuple[Column, ...]] = {"people": OF_PEOPLE, "pairings": OF_PAIRINGS}
# what tells the two apart
NEEDED: dict[Kind, tuple[str, ...]] = {"pairings": ("mentee", "mentor"), "people": ("name",)}
_MODELS: dict[Kind, type[Record]] = {"people": Person, "pairings": Pairing}


def template(kind: Kind) -> tuple[list[str], list[str]]:
    """The headers of a roster, and one invented row."""
    columns = OF_KIND[kind]
    return [column.name for column in columns], [column.example for column in columns]


def columns_of(
    headers: Sequence[str], words: Words
) -> tuple[Kind | None, dict[str, Column], list[tuple[str, str, str]]]:
    """What a table's headers mean.

    A header is one of the names above, or what the official form or the program calls it,
    whatever its capitals and accents.

    Returns:
        What the table lists (None where it cannot be told), its columns by header, and for each
        header that is not known or comes twice: the header, what is wrong, and how to mend it.
    """
    kind = _kind(headers, words)
    if kind is None:
        return None, {}, [("", *NO_KIND)]
    known = _names(kind, words)
    columns: dict[str, Column] = {}
    problems = []
    for header in headers:
        column = known.get(folded(header))
        if column is None:
            problems.append((header, "this column is not known", _hint(header, kind, known)))
        elif column in columns.values() or header in columns:
            problems.append((header, f"there are two columns for {column.name}", "delete one"))
        else:
            columns[header] = column
    return kind, columns, problems


def folded(text: str) -> str:
    """A name without capitals, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "", plain.lower()) or text.casefold()


def _kind(headers: Sequence[str], words: Words) -> Kind | None:
    present = {folded(header) for header in headers}
    for kind, needed in NEEDED.items():
        names = _names(kind, words)
        meant = {names[header].name for header in present if header in names}
        if meant.issuperset(needed):
            return kind
    return None


def _names(kind: Kind, words: Words) -> dict[str, Column]:
    """Every way to write a column's name."""
    titles = {where: words.say(title) for where, title in _titles(_MODELS[kind])}
    columns = OF_KIND[kind]
    names = {folded(titles[column.where]): column for column in columns if column.where in titles}
    return {**names, **{folded(column.name): column for column in columns}}


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


def _hint(header: str, kind: Kind, known: dict[str, Column]) -> str:
    close = difflib.get_close_matches(folded(header), known, n=1)
    if close:
        return f"did you mean {known[close[0]].name}?"
    names = ", ".join(column.name for column in OF_KIND[kind])
    return f"delete the column, or give it one of these names: {names}"

"""The base of every record, and the kinds of value a field can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

if TYPE_CHECKING:
    from collections.abc import Collection


__all__ = [
    "PATTERNS",
    "Clock",
    "DateKind",
    "Day",
    "Email",
    "Lines",
    "Money",
    "MonthDay",
    "Name",
    "NeedPointer",
    "PersonId",
    "PersonName",
    "Record",
    "Slug",
    "Text",
    "Year",
    "YesNo",
    "day_written",
    "says",
    "whole_clocks",
]

# without the look ahead, Python lets a line break at the end pass
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(?!\n)$"
SLUG_LENGTHS = (2, 64)
NAME_PATTERN = r"^(?!(?:null|<<)$)[^\n]{1,200}(?!\n)$"
CLOCK_PATTERN = r"^([01]?[0-9]|2[0-3]):[0-5][0-9](?!\n)$"
MONTH_DAY_PATTERN = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?!\n)$"
MONEY_PATTERN = r"^[0-9]{1,9}(\.[0-9]{2})?(?!\n)$"
YEAR_PATTERN = r"^[0-9]{4}-[0-9]{4}(?!\n)$"
# no part of a domain holds a dot, else a long wrong address would take hours to refuse
EMAIL_PATTERN = r"^[^@\s<>,;:\"]+@[^@\s<>,;:\".]+(\.[^@\s<>,;:\".]+)+(?!\n)$"
PERSON_NAME_PATTERN = r"^[^\u00ad]*$"

# of a program's look: strict, because each goes into CSS, typst and Word as it stands
COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}(?!\n)$"
# what else YAML reads as no text is no name of a font
FONT_PATTERN = (
    r"^(?!(?:[Tt]rue|[Ff]alse|[Nn]ull)$)[A-Za-z][A-Za-z0-9]*([ -][A-Za-z0-9]+){0,7}(?!\n)$"
)
LENGTH_PATTERN = r"^[0-9]{1,2}(\.[0-9]{1,2})?(in|mm|cm|pt)(?!\n)$"
POINTS_PATTERN = r"^[1-9]?[0-9](\.[0-9]{1,2})?pt(?!\n)$"
LOGO_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(png|svg)(?!\n)$"

# the lines of a checklist: under each heading ("" for none) what each line is called, by its id
Lines = Sequence[tuple[str, Mapping[str, str]]]


class DateKind(Enum):
    """What a date in a record says."""

    FACT = "fact"  # something that has happened
    EARLIER = "earlier"  # a fact that may well be older than the program year
    AHEAD = "ahead"  # what is planned, agreed or allowed


class Record(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    gc=False,
):
    """One mapping of a record file.

    A field that is left out and a field that is left empty both read as `None`
    (an empty tuple or mapping for fields that hold several values). A field whose name is a
    word of Python carries a trailing underscore here and none on disk.

    Attributes:
        not_signed: The bookkeeping that comes after signing (sent, received, copied): ways to
            values that no signature covers, with dots; `*` stands for every item.
        not_signed_by: The same for single roles.
        identity: The fields that tell records of this kind apart in a list of them; none where
            only what they hold does (see `list_identity`).
        ids_are_made: Whether the toolkit gives each its `id`, so that nobody has to invent one.
        signed_by_item: The list whose items are signed one by one, by their `id`; empty where a
            signature covers the record as a whole.
        known_by_names: Whether people know its fields by the names in the file: it is written by
            hand, and no form prints it.
    """

    not_signed: ClassVar[tuple[str, ...]] = ()
    not_signed_by: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    identity: ClassVar[tuple[str, ...]] = ()
    ids_are_made: ClassVar[bool] = False
    signed_by_item: ClassVar[str] = ""
    known_by_names: ClassVar[bool] = False

    def is_ready_to_sign(self, role: str) -> bool:
        """Whether there is anything for a role to sign yet: a new file's blanks are nothing."""
        del role
        return True

    def is_prepared_for(self, role: str) -> bool:
        """Whether what comes before a role's part is there, so that it is that role's move."""
        return self.is_ready_to_sign(role)

    def handed_on(self, role: str) -> dt.date | None:
        """The day on which it went on to the next person, with or without a role's signature."""
        del role
        return None

    def signed_parts(self) -> Sequence[tuple[str, Record]]:
        """What signatures cover: the record itself, named "", or each of its items by its id."""
        if not self.signed_by_item:
            return [("", self)]
        return [(item.id, item) for item in getattr(self, self.signed_by_item) if item.id]

    @classmethod
    def first_values(cls, program: Any, pairing: Mapping[str, Any]) -> Mapping[str, Any]:
        """What a new record holds before anybody has filled it in.

        Args:
            program: The `Program`, which is itself made of records.
            pairing: The fields of the pairing's `pairing.yaml`.
        """
        del program, pairing
        return {}

    @classmethod
    def checklists(cls, program: Any) -> Mapping[tuple[type, str], Lines]:
        """The mappings of this record, by model and field, whose names the program lists."""
        del program
        return {}

    @classmethod
    def left_out(cls, program: Any) -> Collection[str]:
        """The fields that a new record of this program does without."""
        del program
        return ()


# none of them is a field, and msgspec would evaluate them anew for every model: a third of its work
Record.__annotations__.clear()


def day_written(text: str) -> dt.date | None:
    """The day that a text is, in the only way in which records write one: `2026-12-14`."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def whole_clocks(record: Record, *fields: str) -> None:
    """Read a time like 7:00 as 07:00: times are compared as texts.

    Args:
        record: One that is just being made.
        fields: Those of its fields that hold a `Clock`.
    """
    for name in fields:
        held = getattr(record, name)
        if held is not None and len(held) < len("07:00"):
            msgspec.structs.force_setattr(record, name, f"0{held}")


def says(
    title: str,
    help_text: str = "",
    *,
    use: str = "",
    example: str = "",
    by: str = "",
    unfolded: bool = True,
    date: DateKind = DateKind.FACT,
) -> Meta:
    """Document a field, once for editors, scaffolds and messages.

    Args:
        title: The field's label as the official form prints it.
        help_text: What to write there. `{mentee}`, `{mentor}`, `{advisor}` and the like
            stand for the program's own terms.
        use: What the field is for, where the label says it to people who know the form: editors
            show it, new files do without.
        example: One value, as it is written in the file.
        by: The role that fills the field in: empty for the mentor and the mentee together.
        unfolded: Whether a new record shows the fields inside this one. Not where the mere
            presence of the group says something.
        date: Of a day, what it says.
    """
    extra = {"by": by, "unfolded": unfolded, "date": date, "use": use, "example": example}
    return Meta(title=title, description=help_text or title, extra=extra)


Slug = Annotated[
    str, Meta(pattern=SLUG_PATTERN, min_length=SLUG_LENGTHS[0], max_length=SLUG_LENGTHS[1])
]
# the id of a person in people/; `check` says where there is no such file
PersonId = Annotated[Slug, Meta(extra={"person": True})]
Text = str
# a dated fact, written RECORD:FIELD; `needs` reads it
NeedPointer = Text
# what stands before a colon where each program, or each year, has names of its own
Name = Annotated[str, Meta(pattern=NAME_PATTERN)]
PersonName = Annotated[str, Meta(pattern=PERSON_NAME_PATTERN)]
Day = dt.date
Clock = Annotated[str, Meta(pattern=CLOCK_PATTERN)]
Money = Annotated[str, Meta(pattern=MONEY_PATTERN)]
MonthDay = Annotated[str, Meta(pattern=MONTH_DAY_PATTERN)]
Year = Annotated[str, Meta(pattern=YEAR_PATTERN)]
Email = Annotated[str, Meta(pattern=EMAIL_PATTERN)]
YesNo = Literal["yes", "no"]

# what a text of each pattern is, in words
PATTERNS = {
    SLUG_PATTERN: "an id: 2 to 64 small letters, digits and single hyphens",
    NAME_PATTERN: "a name of 1 to 200 letters on one line",
    PERSON_NAME_PATTERN: "a name without a soft hyphen (U+00AD), which nobody sees",
    CLOCK_PATTERN: "a time like 15:30",
    MONTH_DAY_PATTERN: "a month and day like 12-14",
    MONEY_PATTERN: "an amount like 600 or 612.50",
    YEAR_PATTERN: "a program year like 2026-2027",
    EMAIL_PATTERN: "an email address",
    COLOUR_PATTERN: 'a colour in quotes, like "#1f3f5f"',
    FONT_PATTERN: "the name of a font: letters, digits, single spaces and hyphens",
    LENGTH_PATTERN: "a length like 0.9in or 22mm",
    POINTS_PATTERN: "a size like 10pt",
    LOGO_PATTERN: "the name of a file that lies beside look.yaml, like logo.png or logo.svg",
}

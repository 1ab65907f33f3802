"""The base of every record, and the kinds of value a field can hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

__all__ = [
    "PATTERNS",
    "Clock",
    "Day",
    "Email",
    "Money",
    "MonthDay",
    "Name",
    "Record",
    "Slug",
    "Text",
    "Year",
    "YesNo",
    "says",
]

# without the look ahead, Python lets a line break at the end pass
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(?!\n)$"
SLUG_LENGTHS = (2, 64)
NAME_PATTERN = r"^(?!(?:null|<<)$)[^\n]{1,200}(?!\n)$"
CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9](?!\n)$"
MONTH_DAY_PATTERN = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(?!\n)$"
MONEY_PATTERN = r"^[0-9]{1,9}(\.[0-9]{2})?(?!\n)$"
YEAR_PATTERN = r"^[0-9]{4}-[0-9]{4}(?!\n)$"
# no part of a domain holds a dot, else a long wrong address would take hours to refuse
EMAIL_PATTERN = r"^[^@\s<>,;:\"]+@[^@\s<>,;:\".]+(\.[^@\s<>,;:\".]+)+(?!\n)$"

# of a program's look: strict, because each goes into CSS, typst and Word as it stands
COLOUR_PATTERN = r"^#[0-9a-fA-F]{6}(?!\n)$"
# what else YAML reads as no text is no name of a font
FONT_PATTERN = (
    r"^(?!(?:[Tt]rue|[Ff]alse|[Nn]ull)$)[A-Za-z][A-Za-z0-9]*([ -][A-Za-z0-9]+){0,7}(?!\n)$"
)
LENGTH_PATTERN = r"^[0-9]{1,2}(\.[0-9]{1,2})?(in|mm|cm|pt)(?!\n)$"
POINTS_PATTERN = r"^[1-9]?[0-9](\.[0-9]{1,2})?pt(?!\n)$"
LOGO_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.(png|svg)(?!\n)$"


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
    """

    not_signed: ClassVar[tuple[str, ...]] = ()
    not_signed_by: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    identity: ClassVar[tuple[str, ...]] = ()


def says(title: str, help_text: str = "", *, by: str = "", unfolded: bool = True) -> Meta:
    """Document a field, once for editors, scaffolds and messages.

    Args:
        title: The field's label as the official form prints it.
        help_text: What to write there. `{mentee}`, `{mentor}`, `{advisor}` and the like
            stand for the program's own terms.
        by: The role that fills the field in: empty for the mentor and the mentee together.
        unfolded: Whether a new record shows the fields inside this one. Not where the mere
            presence of the group says something.
    """
    extra = {"by": by, "unfolded": unfolded}
    return Meta(title=title, description=help_text or title, extra=extra)


Slug = Annotated[
    str, Meta(pattern=SLUG_PATTERN, min_length=SLUG_LENGTHS[0], max_length=SLUG_LENGTHS[1])
]
Text = str
# what stands before a colon where each program, or each year, has names of its own
Name = Annotated[str, Meta(pattern=NAME_PATTERN)]
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

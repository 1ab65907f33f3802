"""The page of the whole program: its numbers to HTML that stands by itself.

Charts are tables whose cells are drawn by their style sheet, so that each is its own table in
words and numbers (docs/decisions/charts.md).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mentorctl.model.log import LOG_KINDS
from mentorctl.model.look import contrast
from mentorctl.render import templates
from mentorctl.render.pages import LANGUAGE
from mentorctl.render.theme import style_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.program import Program
    from mentorctl.model.words import Words
    from mentorctl.render.program_templates import House

__all__ = ["web_page"]

TEMPLATE, STYLE = "report/page.html", "report/page.css"
# what is behind the text: on paper and by day, and in the dark
LIGHT, DARK = "#ffffff", "#14181d"
# how well each is to be read: 4.5 at the least (WCAG 2.1, 1.4.3), and text more than its marks
READABLE = {"ink": 11.0, "quiet": 5.5, "accent": 5.5, "stamp": 5.5}
STEPS = 40
# longer names are only repeated here, and stand in full in the records
LONGEST = 120
MOST_CONCERNS = 12
# on a page of paper for each hundred nobody looks for one; status has them all
MOST_PAIRINGS = 300
MOST_PEOPLE = 100
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def web_page(
    data: Mapping[str, Any], program: Program, words: Words, house: House, foot: str
) -> str:
    """Fill the page in.

    Every value is escaped, and nothing in it leads out of it.

    Args:
        data: The numbers, as scripts get them in the first version.
        program: The program, for its agency and its roles.
        words: Its terms.
        house: Its look and logo.
        foot: What the numbers were drawn from, in words.

    Raises:
        RenderError: The page grows too large.
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    jinja = templates.toolkit()
    jinja.filters |= {"day": _day, "month": _month, "short": _short, "hours": _hours}
    roles = {role.id: words[role.id] for role in program.roles}
    titles = {kind: words.say(title) for kind, title in LOG_KINDS.items()}
    style = templates.fill(jinja, STYLE, style_values(house) | {"colours": _colours(house)})
    values = {
        **data,
        "lang": LANGUAGE,
        "agency": program.agency,
        "style": Markup(style),  # noqa: S704 - made of the look's strict values
        "logo": house.logo,
        "look": house.look,
        "roles": roles,
        "terms": dict(words),
        "kinds": titles,
        "line": _year_line(data),
        "by_month": {each["month"]: each["minutes"] for each in data["log_months"]},
        "upcoming": _upcoming(data),
        "most_concerns": MOST_CONCERNS,
        "most_pairings": MOST_PAIRINGS,
        "most_people": MOST_PEOPLE,
        "foot": foot,
    }
    return templates.fill(jinja, TEMPLATE, values)


def _year_line(data: Mapping[str, Any]) -> dict[str, object]:
    """The year as a line: what is how many days after its first day."""
    first, last = data["first_day"], data["last_day"]
    marks: dict[dt.date, list[Mapping[str, Any]]] = {}
    for row in data["calendar"]:
        if row["due"] is not None:
            marks.setdefault(row["due"], []).append(row)
    months = []
    month = first.replace(day=1)
    while month <= last:
        at = max((month - first).days, 0)
        months.append({"at": at, "name": MONTHS[month.month - 1], "id": f"{month:%Y-%m}"})
        month = (month + dt.timedelta(days=31)).replace(day=1)
    today = data["today"]
    return {
        "days": (last - first).days + 1,
        "months": months,
        "phases": [
            {
                "at": (each["from"] - first).days,
                "long": (each["until"] - each["from"]).days + 1,
                **each,
            }
            for each in data["phases"]
        ],
        "marks": [
            {"at": (day - first).days, "state": _mark(rows, is_past=day < today)}
            for day, rows in sorted(marks.items())
        ],
        "today": (today - first).days if first <= today <= last else None,
    }


def _mark(rows: list[Mapping[str, Any]], *, is_past: bool) -> str:
    """How the milestones of a day stand: `ahead`, `past`, or past and something is `overdue`."""
    if any(row["required"] and row["counts"] and row["counts"]["missed"] for row in rows):
        return "overdue"
    return "past" if is_past else "ahead"


def _upcoming(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first milestone that is still to come, and not done."""
    ahead = [
        row for row in data["calendar"]
        if row["due"] is not None and row["due"] >= data["today"] and not row["is_done"]
    ]  # fmt: skip
    required = [row for row in ahead if row["required"]]
    return min(required or ahead, key=lambda row: row["due"], default=None)


def _colours(house: House) -> dict[str, dict[str, str]]:
    """The look's colours by day and in the dark, each so that it can be read."""
    colours = house.look.colours
    found = {}
    for name, behind in (("light", LIGHT), ("dark", DARK)):
        found[name] = {
            part: _readable(getattr(colours, part), behind, least)
            for part, least in READABLE.items()
        }
    return found


def _readable(colour: str, behind: str, least: float) -> str:
    """A colour, made lighter or darker until it can be read on what is behind it."""
    towards = "#ffffff" if contrast("#ffffff", behind) > contrast("#000000", behind) else "#000000"
    for step in range(STEPS + 1):
        mixed = _mixed(colour, towards, step / STEPS)
        if contrast(mixed, behind) >= least:
            return mixed
    return towards


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _day(day: dt.date) -> str:
    """A day as people read it: Nov 30."""
    return f"{MONTHS[day.month - 1]} {day.day}"


def _month(month: str) -> str:
    """A month as people read it: Nov."""
    return MONTHS[int(month[-2:]) - 1]


def _hours(minutes: int) -> str:
    """A length of time in hours: 38, 4.5."""
    hours = minutes / 60
    return f"{hours:,.0f}" if hours >= 10 or hours == int(hours) else f"{hours:.1f}"  # noqa: PLR2004


def _short(text: str, longest: int = LONGEST) -> str:
    """A text on one line; of a very long one its start."""
    text = " ".join(str(text).split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"

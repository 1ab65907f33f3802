"""The look of forms (`model/look.py`) as CSS, as typst and as styles of Word."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from mentorctl.data import data
from mentorctl.model.look import Look, inches
from mentorctl.render import templates
from mentorctl.render.program_templates import font_faces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.render.program_templates import House

__all__ = [
    "css_text",
    "measures",
    "room",
    "style_sheet",
    "style_values",
    "typst_style",
    "word_part",
]

TWIPS = 1440
HALF_POINTS = 144
EIGHTHS = 576
# a letter's width and a line's height by the size of type, on average
LETTER = 0.5
LINE = 1.45
# so much of a page on its side; rows can turn out twice as high as is thought of them
WHOLE_ROW = 0.4
SAFE_IN_CSS = re.compile(r"[^A-Za-z0-9 .,()\-]")
PAPER_IN_TYPST = {"letter": "us-letter", "a4": "a4"}


def style_sheet(house: House) -> str:
    """The style sheet of a page of HTML, safe inside `<style>`."""
    return templates.fill(templates.toolkit(), "form.css", style_values(house))


def style_values(house: House) -> dict[str, object]:
    """What a style sheet is filled in with: the look, the program's fonts, and the families."""
    look = house.look
    faces = [
        {
            "family": css_text(family),
            "weight": str(weight),
            "style": style if style in ("italic", "oblique") else "normal",
            "format": "opentype" if font.name.endswith(".otf") else "truetype",
            "data": base64.b64encode(font.content).decode(),
        }
        for font, family, weight, style in font_faces(house.fonts)
    ]
    families = [look.fonts.text, *look.fonts.fallbacks, *look.fonts.scripts]
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    named = Markup(", ".join(f'"{name}"' for name in families))  # noqa: S704 - letters, digits, spaces and hyphens
    return {"look": look, "faces": faces, "families": named}


def css_text(text: str) -> str:
    """A text as a string of CSS, which nothing in it can leave: neither it nor `<style>`."""
    written = SAFE_IN_CSS.sub(lambda found: f"\\{ord(found[0]):x} ", text)
    return f'"{written}"'


def typst_style(house: House) -> bytes:
    """What goes before a form's content in typst: the look's values, then `form.typ`."""
    look = house.look
    values: dict[str, str] = {
        "paper": f'"{PAPER_IN_TYPST[look.paper]}"',
        "width": f"{look.text_width()}in",
        "width-landscape": f"{look.text_width(landscape=True)}in",
        "height": f"{look.text_height()}in",
        "height-landscape": f"{look.text_height(landscape=True)}in",
    }
    for group in ("margins", "sizes", "lines"):
        values |= {f"{group}-{name}": each for name, each in _fields(look, group).items()}
    values |= {name: f'rgb("{each}")' for name, each in _fields(look, "colours").items()}
    fonts = [look.fonts.text, *look.fonts.fallbacks, *look.fonts.scripts]
    values["fonts"] = "(" + "".join(f'"{name}", ' for name in fonts) + ")"
    values["boxes"] = f'"{look.fonts.boxes}"'
    lets = "".join(f"  {name}: {value},\n" for name, value in values.items())
    style = data("templates", "forms", "form.typ").read_text(encoding="utf-8")
    return f"#let look = (\n{lets})\n{style}".encode()


def word_part(name: str, house: House, *, blank: bool = False) -> str:
    """A part of Word's reference document that depends on the look.

    Args:
        name: Its file in `templates/forms/docx/`: `styles.xml`, `fonts.xml`.
        house: Whose look.
        blank: Whether the form is to be filled in by hand, so that rows leave room to write.
    """
    jinja = templates.toolkit()
    values = {"look": house.look, "blank": blank, "wide": measures(house.look)["text_width"]}
    jinja.filters.setdefault("half_points", half_points)
    jinja.filters.setdefault("eighths", eighths)
    jinja.filters.setdefault("twips", twips)
    return templates.fill(jinja, f"docx/{name}", values)


def measures(look: Look) -> Mapping[str, int]:
    """What Word's sections need, in twips: paper, margins, and how wide the text is.

    Returns:
        `width`, `height`, `top`, `bottom`, `sides`, `text_width` and `text_width_landscape`.
    """
    width, height = look.page
    return {
        "width": round(width * TWIPS),
        "height": round(height * TWIPS),
        "top": twips(look.margins.top),
        "bottom": twips(look.margins.bottom),
        "sides": twips(look.margins.sides),
        "text_width": round(look.text_width() * TWIPS),
        "text_width_landscape": round(look.text_width(landscape=True) * TWIPS),
    }


def room(look: Look) -> Mapping[str, int]:
    """About how much text fits on paper.

    Returns:
        `upright` and `wide`: letters on a line across the page, as it stands and on its side;
        `whole`: the lines of the longest row of a table that is kept on one page.
    """
    size = inches(look.sizes.text)
    lines = look.text_height(landscape=True) / (size * LINE)
    return {
        "upright": round(look.text_width() / (size * LETTER)),
        "wide": round(look.text_width(landscape=True) / (size * LETTER)),
        "whole": max(round(lines * WHOLE_ROW), 1),
    }


def twips(length: str) -> int:
    """A length in twentieths of a point."""
    return round(inches(length) * TWIPS)


def half_points(size: str, share: float = 1) -> int:
    """A size of type, or a share of it, as Word counts it."""
    return round(inches(size) * share * HALF_POINTS)


def eighths(width: str) -> int:
    """The width of a line as Word counts it, between its least and its most."""
    return min(max(round(inches(width) * EIGHTHS), 2), 96)


def _fields(look: Look, group: str) -> dict[str, str]:
    record = getattr(look, group)
    return {name: getattr(record, name) for name in record.__struct_fields__}

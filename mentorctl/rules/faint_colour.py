"""A colour of the program's own look is hard to read.

What it finds
    In templates/look.yaml: colours of text that stand out from what is behind them by less than
    4.5 to 1.

Why it matters
    Public bodies must hand out forms that people with weak eyes can read, and a form is copied
    and faxed besides, which makes faint letters fainter.

Example
    templates/look.yaml:

        colours:
          accent: "#c8a415"

How to mend it
    Choose a darker colour, and look at it with `mentorctl check` again.

Source
    Web Content Accessibility Guidelines 2.1, success criterion 1.4.3, which ADA Title II asks of
    public bodies.
"""

from __future__ import annotations

from mentorctl.model.look import contrast
from mentorctl.model.paths import LOOK_FILE
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

LEAST = 4.5
WHITE = "#ffffff"


def check(book: Book, ctx: Context) -> Hits:
    """Compare each colour of text with the paper, and of what is missing with what is behind."""
    del ctx
    for look in book.looks.values():
        colours = look.colours
        for name in ("ink", "quiet", "accent", "stamp"):
            if contrast(getattr(colours, name), WHITE) < LEAST:
                yield _hit(name, getattr(colours, name), "white paper", WHITE)
        if contrast(colours.stamp, colours.gap) < LEAST <= contrast(colours.stamp, WHITE):
            yield _hit("gap", colours.stamp, f"the colour behind it, {colours.gap},", colours.gap)


def _hit(name: str, colour: str, behind: str, other: str) -> Hit:
    return Hit(
        LOOK_FILE,
        ("colours", name),
        f"{colour} stands out from {behind} by {contrast(colour, other):.1f} to 1, and what people "
        f"are to read needs {LEAST} to 1",
        "choose a lighter colour" if name == "gap" else "choose a darker colour",
    )


RULE = ProgramRule("faint-colour", "warning", check)

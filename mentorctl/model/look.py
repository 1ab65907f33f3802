"""What forms look like: paper, type, colours and lines, which a program may set for itself."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from mentorctl.model.record import (
    COLOUR_PATTERN,
    FONT_PATTERN,
    LENGTH_PATTERN,
    LOGO_PATTERN,
    POINTS_PATTERN,
    Record,
    Text,
    says,
)

__all__ = ["Colours", "Fonts", "Lines", "Logo", "Look", "Margins", "Sizes", "contrast"]

Colour = Annotated[str, Meta(pattern=COLOUR_PATTERN)]
FontName = Annotated[str, Meta(pattern=FONT_PATTERN)]
Length = Annotated[str, Meta(pattern=LENGTH_PATTERN)]
Points = Annotated[str, Meta(pattern=POINTS_PATTERN)]
LogoFile = Annotated[str, Meta(pattern=LOGO_PATTERN)]

BY = "coordinator"
PER_INCH = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0}
STRAIGHT_BELOW = 0.03928  # as WCAG has it
INCHES_OF_PAPER = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}


class Margins(Record, frozen=True):
    """The room around the text of a page."""

    top: Annotated[Length, says("Top margin", by=BY)] = "0.95in"
    bottom: Annotated[Length, says("Bottom margin", by=BY)] = "0.85in"
    sides: Annotated[Length, says("Left and right margin", by=BY)] = "0.9in"


class Fonts(Record, frozen=True):
    """The one family of type, and who stands in for it."""

    text: Annotated[
        FontName,
        says(
            "Font", "The font of PDF and HTML: one of this computer or of templates/fonts/", by=BY
        ),
    ] = "Libertinus Serif"
    word: Annotated[FontName, says("Font in Word", "A font that every Word has", by=BY)] = "Cambria"
    fallbacks: Annotated[
        tuple[FontName, ...], says("Where that font is not", "Fonts to take instead", by=BY)
    ] = ("Cambria", "Caladea", "Georgia")
    scripts: Annotated[
        tuple[FontName, ...],
        says("Other scripts", "Fonts for the letters that the font itself does not have", by=BY),
    ] = (
        "Noto Naskh Arabic",
        "Noto Serif Hebrew",
        "Noto Serif Devanagari",
        "Noto Serif Thai",
        "Noto Serif CJK SC",
        "Noto Serif",
        "Noto Sans",
        "Noto Sans CJK SC",
        "Noto Color Emoji",
    )
    boxes: Annotated[FontName, says("Font of the boxes to tick", by=BY)] = "DejaVu Sans Mono"


class Sizes(Record, frozen=True):
    """The sizes of type."""

    text: Annotated[Points, says("Text", by=BY)] = "10pt"
    fine: Annotated[Points, says("Fine print", by=BY)] = "8.5pt"
    running: Annotated[Points, says("Head and foot of the page", by=BY)] = "8pt"
    title: Annotated[Points, says("Title of the form", by=BY)] = "17pt"
    heading: Annotated[Points, says("Headings", by=BY)] = "11.5pt"


class Colours(Record, frozen=True):
    """The colours; in quotes, for what follows a bare # is a remark."""

    ink: Annotated[Colour, says("Text", by=BY)] = "#1d2733"
    quiet: Annotated[Colour, says("Fine print, head and foot", by=BY)] = "#55606c"
    accent: Annotated[Colour, says("Titles, headings and labels", by=BY)] = "#1f3f5f"
    rule: Annotated[Colour, says("Lines of tables", by=BY)] = "#b9c0c8"
    stamp: Annotated[Colour, says("The stamp of a draft, and what is missing", by=BY)] = "#7a2e00"
    gap: Annotated[Colour, says("Behind what is missing", by=BY)] = "#fff3c4"


class Lines(Record, frozen=True):
    """How strong lines are."""

    thin: Annotated[Points, says("Between the rows of a table", by=BY)] = "0.5pt"
    strong: Annotated[Points, says("Over a table, and to sign on", by=BY)] = "0.9pt"


class Logo(Record, frozen=True):
    """The picture that stands over the title of each form."""

    file: Annotated[LogoFile, says("File", "PNG or SVG, beside look.yaml", by=BY)]
    alt: Annotated[Text, says("In words", "What it shows, for those who do not see it", by=BY)]
    height: Annotated[Length, says("Height", by=BY)] = "0.6in"


class Look(Record, frozen=True):
    """How forms look: `templates/look.yaml`; what it leaves out is the toolkit's own look."""

    known_by_names = True

    paper: Annotated[Literal["letter", "a4"], says("Paper", by=BY)] = "letter"
    margins: Annotated[Margins, says("Margins", by=BY, unfolded=False)] = Margins()
    fonts: Annotated[Fonts, says("Fonts", by=BY, unfolded=False)] = Fonts()
    sizes: Annotated[Sizes, says("Sizes", by=BY, unfolded=False)] = Sizes()
    colours: Annotated[
        Colours, says("Colours", 'Each in quotes: "#1f3f5f"', by=BY, unfolded=False)
    ] = Colours()
    lines: Annotated[Lines, says("Lines", by=BY, unfolded=False)] = Lines()
    logo: Annotated[
        Logo | None, says("Logo", "A picture over the title of each form", by=BY, unfolded=False)
    ] = None

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of an upright page, in inches."""
        return INCHES_OF_PAPER[self.paper]

    def text_width(self, *, landscape: bool = False) -> float:
        """How wide the text of a page is, in inches."""
        return self.page[landscape] - 2 * inches(self.margins.sides)

    def text_height(self, *, landscape: bool = False) -> float:
        """How high the text of a page is, in inches."""
        margins = self.margins
        return self.page[not landscape] - inches(margins.top) - inches(margins.bottom)


def inches(length: str) -> float:
    """A length of the look in inches."""
    return float(length[:-2]) / PER_INCH[length[-2:]]


def contrast(colour: str, behind: str = "#ffffff") -> float:
    """How well one colour can be read on another: 1 is not at all, 21 black on white.

    Source: WCAG 2.1, success criterion 1.4.3, relative luminance and contrast ratio.
    """
    light, dark = sorted((_luminance(colour), _luminance(behind)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """How much light a part of a colour of sRGB gives; the curve begins with a straight line."""
    return part / 12.92 if part <= STRAIGHT_BELOW else ((part + 0.055) / 1.055) ** 2.4

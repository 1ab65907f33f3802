"""From a document's sheets to a page of HTML that stands by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.render import limits, narrow, sandbox, templates
from mentorctl.render.errors import RenderError
from mentorctl.render.program_templates import TOOLKIT, House
from mentorctl.render.theme import css_text, style_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.forms import FormContext, FormDocument, Sheet

__all__ = ["LANGUAGE", "make_ready", "page", "pages"]

LANGUAGE = "en-US"
STAMPS = {"draft": "DRAFT", "filled": "", "blank": ""}
DIGEST = 16
LONGEST_WHOLE = 48
# two people with four long names each
LONGEST_REPEATED = 80
LETTERHEAD = "letterhead.html"


def page(document: FormDocument, context: FormContext, house: House = TOOLKIT) -> str:
    """Fill the templates of a document's sheets in.

    Every value is escaped, and a name that the values do not have is an error.

    Args:
        document: Its title and its sheets.
        context: The program around it.
        house: How the program's forms look, and its own templates.

    Raises:
        RenderError: A template is broken or asks for what is not there.
    """
    (made,) = pages([document], context, house)
    if isinstance(made, RenderError):
        raise made
    return made


def pages(
    documents: Sequence[FormDocument], context: FormContext, house: House = TOOLKIT
) -> list[str | RenderError]:
    """Fill the templates of many documents in.

    A program's own templates are filled in by another process, started once for all documents:
    give many at once.

    Args:
        documents: Each with its title and its sheets.
        context: The program around them.
        house: How the program's forms look, and its own templates.

    Returns:
        For each document its page, or why there is none.
    """
    refused = [limits.refusal(document) for document in documents]
    jobs = [
        _job(sheet, context)
        for document, refusal in zip(documents, refused, strict=True)
        if refusal is None
        for sheet in document.sheets
    ]
    jobs += [(LETTERHEAD, _letterhead(context))] * (LETTERHEAD in house.templates)
    try:
        filled = sandbox.filled(house.templates, jobs) if house.templates else _here(jobs)
    except RenderError as error:
        return [refusal or error for refusal in refused]
    letterhead = filled.pop() if LETTERHEAD in house.templates else ""
    bodies = iter(filled)
    return [
        refusal or _page(document, context, house, bodies, letterhead)
        for document, refusal in zip(documents, refused, strict=True)
    ]


def make_ready(context: FormContext) -> str:
    """Whose the documents are, for the files' properties: the program's."""
    return " ".join(context.program.name.split())


def _job(sheet: Sheet, context: FormContext) -> sandbox.Job:
    return sheet.template, {**sheet.values, "blank": context.mode == "blank"}


def _letterhead(context: FormContext) -> Mapping[str, object]:
    program = context.program
    return {"agency": program.agency, "program": program.name, "year": context.year}


def _here(jobs: Sequence[sandbox.Job]) -> list[str | RenderError]:
    """Fill the toolkit's own templates in."""
    filled: list[str | RenderError] = []
    for template, values in jobs:
        try:
            filled.append(templates.fill(templates.toolkit(), template, values))
        except RenderError as error:
            filled.append(error)
    return filled


def _page(
    document: FormDocument,
    context: FormContext,
    house: House,
    bodies: Iterator[str | RenderError],
    letterhead: str | RenderError,
) -> str | RenderError:
    made = []
    for part in [next(bodies) for _ in document.sheets] + [letterhead]:
        if isinstance(part, RenderError):
            return part
        made.append(narrow.labelled(part))
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    sheets = [
        {**_running(sheet, context), "body": Markup(body)}  # noqa: S704 - escaped, or cleaned
        for sheet, body in zip(document.sheets, made[:-1], strict=True)
    ]
    values = {
        "title": document.title,
        "author": make_ready(context),
        "lang": LANGUAGE,
        "blank": context.mode == "blank",
        "style": Markup(style_sheet(house)),  # noqa: S704 - made of the look's strict values
        "look": house.look,
        "logo": house.logo,
        "letterhead": Markup(made[-1]),  # noqa: S704 - cleaned
        "sheets": sheets,
    }
    try:
        return templates.fill(templates.toolkit(), "base.html", values)
    except RenderError as error:
        return error


def _running(sheet: Sheet, context: FormContext) -> dict[str, object]:
    """What a sheet's pages say at head and foot; in `css` as strings of CSS."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with Jinja2

    texts = {
        "left": "" if sheet.framed else f"{_shortened(context.program.name)} {context.year}",
        "right": ""
        if sheet.framed
        else " · ".join(filter(None, (_shortened(sheet.who), _whole(_shortened(sheet.title))))),
        "foot": _foot(sheet, context),
        "stamp": STAMPS[context.mode],
    }
    css = {name: Markup(css_text(text)) for name, text in texts.items()}  # noqa: S704 - escaped
    notices = () if sheet.framed else context.program.official.notices_on(sheet.form)
    shape = {"landscape": sheet.landscape, "framed": sheet.framed}
    return {**texts, **shape, "css": css, "notices": notices}


def _shortened(text: str) -> str:
    """A text for the head of each page, where it is only repeated: of a very long one its start."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_REPEATED else f"{text[: LONGEST_REPEATED - 1].rstrip()}…"


def _whole(title: str) -> str:
    """A title that stays on one line, unless it is as long as one."""
    return title.replace(" ", "\u00a0") if len(title) <= LONGEST_WHOLE else title


def _foot(sheet: Sheet, context: FormContext) -> str:
    """The record that a sheet shows, the commit that has all of it, the digest, and the past."""
    if not sheet.records or context.mode == "blank":
        return context.recorded
    record = sheet.records[0]
    origin = context.origin(sheet.records)
    commit = f"commit {origin.commit}" if origin.commit else "not in the history yet"
    if origin.commit and not origin.saved:
        commit += ", changed since"
    digest = f"sha256 {origin.digest[:DIGEST]}" if origin.digest else ""
    return " · ".join(filter(None, (record, commit, digest, context.recorded)))

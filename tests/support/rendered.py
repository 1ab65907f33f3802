"""From a form's name and a pairing's records to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms import form_named
from mentorctl.forms.printable import lack_of
from mentorctl.render.batch import produce
from mentorctl.render.errors import RenderError
from mentorctl.render.jobs import Job
from mentorctl.render.program_templates import TOOLKIT, House

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.forms import Form, FormContext
    from mentorctl.model.team import Team

__all__ = ["render"]


def render(
    form_name: str,
    team: Team,
    context: FormContext,
    formats: Sequence[str],
    out_dir: Path,
    *,
    house: House = TOOLKIT,
) -> list[Path]:
    """Make the documents of one form for one pairing.

    The same records, context and formats give the same bytes. A file that is already there is
    replaced whole.

    Args:
        form_name: A name from `FORMS`.
        team: The pairing's records.
        context: The program around them.
        formats: Some of `FORMATS`.
        out_dir: Where the files go; made when it is not there.
        house: How the program's forms look, and its own templates.

    Returns:
        The files, document by document in the order of `formats`, named
        `2026-2027_okafor-lindqvist_comment-1.docx`.

    Raises:
        KeyError: There is no such form or format.
        RenderError: The pairing has nothing to print on this form, or a document cannot be made
            or written; the others are there.
    """
    form = form_named(form_name)
    documents = form.of_pairing(team, context) if form.of_pairing else []
    if not documents:
        raise _nothing_to_print(form, team, context)
    jobs = [Job(document, tuple(formats), out_dir) for document in documents]
    # one worker makes them in their order
    outcomes = list(produce(jobs, context, house=house, workers=1))
    for outcome in outcomes:
        if outcome.error is not None:
            raise outcome.error
    return [path for outcome in outcomes for path in outcome.paths]


def _nothing_to_print(form: Form, team: Team, context: FormContext) -> RenderError:
    title = context.words.say(form.title)
    if team.pairing is None or team.broken:
        return RenderError(
            f"{team.id} has files that cannot be read, so its {title} cannot be made",
            f"see which ones and why: mentorctl check {team.folder}",
        )
    return RenderError(*lack_of(form, team, context))

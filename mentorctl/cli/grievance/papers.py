"""What is printed: `mentorctl grievance form` and `flowchart`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli.grievance.session import (
    CheckedOption,
    KeyOption,
    TodayOption,
    VaultOption,
    case_of,
    desk,
    person_name,
    role_title,
    setting_of,
    title_of,
)
from mentorctl.cli.output.console import note
from mentorctl.cli.output.mail_drafts import as_mail, letter
from mentorctl.cli.output.report_file import format_named, usable, write_whole
from mentorctl.cli.private.private_screen import refuse_shared
from mentorctl.vault.errors import VaultError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from mentorctl.cli.output.mail_drafts import Letter
    from mentorctl.cli.state import State
    from mentorctl.forms import Mode
    from mentorctl.forms.grievance import GrievanceAnswers
    from mentorctl.model.reassignment import Draft
    from mentorctl.vault.actions import Desk
    from mentorctl.vault.cases import Case

__all__ = ["flowchart", "form"]

FORM_SUFFIXES = ("docx", "pdf", "html")
# no name of a person or a case, as mail programs and servers show it
ATTACHED = "grievance-form.pdf.age"
CHART_SUFFIXES = ("svg", "pdf")

OutFile = Annotated[
    Path, typer.Option(metavar="FILE", help="The file to write; its ending says what it is.")
]


def form(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    out: OutFile,
    grievance: Annotated[
        str | None, typer.Argument(metavar="[CASE]", help="A grievance's random name.")
    ] = None,
    blank: Annotated[bool, typer.Option("--blank", help="To be filled in by hand.")] = False,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Make the grievance form: .docx, .pdf or .html; or the mail with it: .eml.

    The mail is a draft to whoever deals with the step, with the form attached, sealed for them
    alone. Of the others the file that you name is the only place where anything of it touches the
    disk unsealed.
    """
    state: State = context.obj
    suffix = format_named(out, FORM_SUFFIXES if blank else (*FORM_SUFFIXES, "eml"))
    usable(out, suffix)
    state.stop_if_dry(f"the form is written to {out}")
    if (grievance is None) != blank:
        raise typer.BadParameter("name a grievance, or say --blank")
    setting_of(state)
    if grievance is None:
        write_whole(out, _made(state, None, suffix, today))
        return
    refuse_shared(out)
    at = desk(state, vault, key, today, checked=checked, reads=suffix != "eml")
    case = case_of(at, grievance)
    answers = _answers(state, at, case)
    if suffix == "eml":
        draft, marks = _agreed(at, case)
        message, addresses = _mail(state, at, case, draft, marks)
        message = message._replace(attached=_sealed(state, at, marks, answers, today))
        me = at.standing.people[at.me].email or ""
        _write_private(out, as_mail(message, "To", addresses, me))
        note(f"a draft to {', '.join(addresses)}: nothing was sent, that is up to you")
        return
    _write_private(out, _made(state, answers, suffix, today))
    note("this file is not sealed: delete it once it has been sent or printed")


def flowchart(context: typer.Context, out: OutFile) -> None:
    """Draw the steps of the grievance process: .svg or .pdf."""
    state: State = context.obj
    suffix = format_named(out, CHART_SUFFIXES)
    usable(out, suffix)
    setting = setting_of(state)
    from mentorctl.forms.drawings import flowchart as drawing  # noqa: PLC0415 - loads the forms

    svg = drawing.flowchart(state.folder.program)
    if suffix == "svg":
        write_whole(out, svg.encode())
        return
    from mentorctl.render.chart import chart  # noqa: PLC0415 - loads typst

    write_whole(out, chart(svg, setting.flowchart, drawing.described(state.folder.program)))


def _answers(state: State, at: Desk, case: Case) -> GrievanceAnswers:
    """What the form says of a grievance."""
    from mentorctl.forms.grievance import GrievanceAnswers  # noqa: PLC0415 - loads the forms

    parties = case.parties
    return GrievanceAnswers(
        name=person_name(at, parties.by),
        region=parties.region,
        taken=[step for step in case.taken if step < case.step],
        description=case.held[0].document.text,
        person=person_name(at, parties.about),
        position=role_title(state, parties.position),
    )


def _agreed(at: Desk, case: Case) -> tuple[Draft, frozenset[str]]:
    """The program's message, and the keys of those who read the step, once that is certain.

    Raises:
        VaultError: The step is nobody's, or it is not certain; or the program has no message.
    """
    setting, people = at.standing.setting, at.standing.people
    step = setting.step(case.step)
    if not step.recipient:
        raise VaultError(
            f"{title_of(setting, case.step)}, goes to nobody: the two sides talk it over",
            f"where that is of no use, take it on first: mentorctl grievance escalate {case.id}",
        )
    if setting.mail is None:
        raise VaultError(
            "program.yaml has no message for this mail",
            "write it under grievance: mail, with subject and text: mentorctl edit program",
        )
    to = case.parties.handlers(step, people)
    return setting.mail, at.agreed(case.parties, case.step, case.step, to)


def _mail(
    state: State, at: Desk, case: Case, draft: Draft, marks: Collection[str]
) -> tuple[Letter, list[str]]:
    """The message to whoever deals with the step, which says nothing of the case, and to where.

    Args:
        state: The run of the command.
        at: The vault.
        case: The grievance.
        draft: The program's message.
        marks: The fingerprints of the keys for which the form is sealed.

    Raises:
        VaultError: An address is not known.
    """
    setting, people, spans = at.standing.setting, at.standing.people, at.standing.register.spans
    step, owners = setting.step(case.step), {spans[mark].person for mark in marks}
    to = [each for each in case.parties.handlers(step, people) if each in owners]
    without = [each for each in to if not people[each].email]
    if without or not to:
        whose = ", ".join(without) or role_title(state, step.recipient or "")
        first = (without or ["PERSON"])[0]
        raise VaultError(
            f"no email address is known of {whose}",
            f"write it down: mentorctl person edit {first} --set email=ADDRESS",
        )
    values = {
        "program": state.folder.program.name,
        "grievance": case.id,
        "step": title_of(setting, case.step),
        "role": role_title(state, step.recipient or ""),
    }
    return letter(draft, to, values, hidden=False), [str(people[each].email) for each in to]


def _sealed(
    state: State,
    at: Desk,
    marks: Collection[str],
    answers: GrievanceAnswers,
    today: dt.date | None,
) -> tuple[str, bytes]:
    """The form as a file that only who has the grievance and who deals with the step can open."""
    from mentorctl.trail.ssh.public_keys import parse_public  # noqa: PLC0415 - brings cryptography
    from mentorctl.vault.age_sealing import seal  # noqa: PLC0415 - only where something is sealed

    spans = at.standing.register.spans
    keys = [parse_public(spans[mark].public) for mark in sorted(marks)]
    return ATTACHED, seal(_made(state, answers, "pdf", today), keys).encode("ascii")


def _made(
    state: State, answers: GrievanceAnswers | None, suffix: str, today: dt.date | None
) -> bytes:
    """The form, made without touching the disk."""
    from mentorctl.cli.rendering.form_context import form_context, house_in  # noqa: PLC0415 - loads the forms
    from mentorctl.forms.grievance import (  # noqa: PLC0415 - as above
        GrievanceAnswers,
        grievance_form,
    )
    from mentorctl.render.in_memory import unseen  # noqa: PLC0415 - as above

    mode: Mode = "blank" if answers is None else "filled"
    about = form_context(state.folder, today, mode)
    document = grievance_form(about, answers or GrievanceAnswers())
    made = unseen(document, about, [suffix], house_in(state.counted))
    return made[suffix]


def _write_private(out: Path, content: bytes) -> None:
    """Write a file that its owner alone may read; one that is there already stays.

    Raises:
        typer.BadParameter: There is one.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(out, flags, 0o600)
    except FileExistsError:
        raise typer.BadParameter(f"there is a file {out} already; name another one") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except BaseException:
        out.unlink(missing_ok=True)  # nobody looks for a part of it
        raise

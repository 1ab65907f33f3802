"""`mentorctl evaluate answer` and `blank`: a sheet to fill in, and one that is sealed twice."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.evaluation.evaluation_session import Evaluation, asked_of, filled_sheet
from mentorctl.cli.evaluation.opening_keys import tell_who_opens
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, hanging, note, shown, width
from mentorctl.cli.output.text_width import columns
from mentorctl.cli.private.private_screen import (
    ask_private,
    read_confidential,
    refuse_shared,
)
from mentorctl.cli.signing import identity
from mentorctl.model.question import NoAnswer, read_answer
from mentorctl.model.questionnaire import AnswerSheet
from mentorctl.trail.git.index_lock import see_room

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.question import AskedQuestion, Value
    from mentorctl.model.questionnaire import BegunQuestionnaire
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["answer_sheet", "blank_sheet"]

WIDTH = 96
LOOKED_AT = 200
SKIP = "Enter alone leaves it open."
GROUPS = "Optional, so that results can be given apart. One of these:"
SEVERAL = "write the words before the colons, with commas between them"
# how each type of question is answered: on the screen, and in a sheet where that is another way
_TYPED = {
    "several": "Several of them, with commas between.",
    "choice": "One of them.",
    "yes-no": "yes or no",
    "date": "A day like 2027-04-08.",
    "number": "A number.",
}
_IN_A_FILE = _TYPED | {
    "several": "Several of them, in brackets: [one, other].",
    "long-text": "Begin with | behind the colon, then write below it, indented.",
}


def blank_sheet(about: Evaluation) -> str:
    """A sheet to fill in with any editor: what is asked in comments, and room for the answers."""
    begun, asked = about.begun, about.begun.questionnaire
    lines = [
        *_remark(f"{asked.title}. {asked.purpose}"),
        *_remark(
            f"Write your answers behind the colons, and your name nowhere. Last day:"
            f" {begun.closes_on}. Keep this file out of the shared folder; delete it afterwards."
        ),
        "",
    ]
    if begun.groups:
        lines += _remark(GROUPS)
        lines += [line for each in begun.groups for line in _remark(f"  {each}")]
        lines += ["group:", ""]
    lines.append("answers:")
    for question in asked.questions:
        lines += ["", *_asks(question, "  "), f"  {question.id}:"]
    return "\n".join([*lines, ""])


def answer_sheet(
    state: State,
    about: Evaluation,
    *,
    source: str | None,
    out: Path | None,
    key: Path | None,
    checked: Collection[str],
    today: dt.date,
) -> None:
    """Answer as oneself: seal the sheet for the counter, and that for the collector.

    Args:
        state: The run of the command.
        about: The questionnaire.
        source: The file with the answers; None to be asked.
        out: The file to write; one beside the program folder when left out.
        key: The file of the key to sign with; the user's own when left out.
        checked: The fingerprints of keys about which the user has asked their owner.
        today: The day.

    Raises:
        typer.Exit: It is not answered now, or not by this person; it has been said.
        StoreError: It is not certain who opens it.
        SealError: It cannot be sealed.
    """
    place = out or state.root.parent / f"{about.id}.eml"
    refuse_shared(place)
    _refuse_other(place)
    book = identity.ledger(state)
    who = identity.require_signer(state, book, key)
    _refuse_day(about, today)
    _refuse_others(state, about, who.person, today)
    tell_who_opens(state, book, about.begun, checked)
    if source is None and not state.dry_run:
        see_room(place.absolute().parent)
        who.unlock()  # whoever cannot sign is to type nothing in vain
    sheet = _sheet(about, source)
    state.stop_if_dry(f"the answers are sealed into {place}")
    _write(state, about, place, _sealed(about, who, sheet))


def _sealed(about: Evaluation, who: OwnSigner, sheet: AnswerSheet) -> bytes:
    """A sheet sealed for the counter, in an envelope for the collector."""
    from mentorctl.vault.sealed_answers import (  # noqa: PLC0415 - only where it is sealed
        ENVELOPE_NAMESPACE,
        seal_envelope,
        seal_sheet,
    )

    sealed = seal_sheet(about.begun, sheet)
    text = seal_envelope(
        about.begun,
        who.person,
        sealed,
        lambda content: who.sign([content], ENVELOPE_NAMESPACE)[0],
    )
    return text.encode()


def _refuse_other(place: Path) -> None:
    """Stop where something else is there than an answer that was sealed before.

    Raises:
        typer.BadParameter: It is.
    """
    if not place.exists():
        # before anybody has typed what could then not be kept
        if not place.absolute().parent.is_dir():
            raise typer.BadParameter(f"there is no folder {place.absolute().parent}; make it first")
        return
    start = place.read_bytes()[:LOOKED_AT] if place.is_file() else b""
    if b"X-Unsent: 1" not in start and not start.startswith(b"-----BEGIN AGE"):
        raise typer.BadParameter(f"{place} is there already and is no answer; name another file")


def _refuse_day(about: Evaluation, today: dt.date) -> None:
    begun = about.begun
    if begun.opens_on <= today <= begun.closes_on:
        return
    before = today < begun.opens_on
    when = f"opens on {begun.opens_on}" if before else f"was open until {begun.closes_on}"
    hint = "come back on that day" if before else "ask who collects the answers"
    complain(f"{about.title} {when}, so nothing was sealed", hint)
    raise typer.Exit(FINDINGS)


def _refuse_others(state: State, about: Evaluation, person: str, today: dt.date) -> None:
    if person in {each.person for each in asked_of(state, about, today)}:
        return
    complain(f"{about.title} is not asked of {person}", "see who is asked: mentorctl evaluate open")
    raise typer.Exit(FINDINGS)


def _sheet(about: Evaluation, source: str | None) -> AnswerSheet:
    if source is None and sys.stdin.isatty():
        try:
            return _asked(about)
        except (EOFError, KeyboardInterrupt):
            note("stopped: nothing was sealed")
            raise
    text = read_confidential(source or "-", "")
    name = "standard input" if source in {None, "-"} else str(source)
    return filled_sheet(text.encode(), about.begun, name)


def _asked(about: Evaluation) -> AnswerSheet:
    """What somebody types on a screen that leaves nothing behind."""
    begun, asked = about.begun, about.begun.questionnaire
    group = _group(begun)
    answers: dict[str, Value] = {}
    for question in asked.questions:
        found = _one(question)
        if found is not None:
            answers[question.id] = found
    if not answers:
        raise typer.BadParameter("nothing was answered, so nothing was sealed")
    return AnswerSheet(group, answers)


def _group(begun: BegunQuestionnaire) -> str | None:
    """The group that somebody counts themselves to, if they want to say it."""
    known = {each.casefold(): each for each in begun.groups}
    lines = [begun.questionnaire.title, "", GROUPS, *(f"  {each}" for each in begun.groups), SKIP]
    wrong: list[str] = []
    while known:
        said = ask_private(_prompt([*wrong, *lines])).casefold()
        if not said or said in known:
            return known.get(said)
        wrong = ["This is none of them: write one as it stands here.", ""]
    return None


def _one(question: AskedQuestion) -> Value | None:
    room = min(WIDTH, width() - 1)
    lines = [each.removeprefix("# ") for each in _asks(question, "", _TYPED, room)]
    wrong: list[str] = []
    is_long = question.type == "long-text"
    while True:
        how = ["End it with a line that holds only a full stop."] if is_long else []
        if question.required != "yes":
            how.append("A full stop alone leaves it open." if is_long else SKIP)
        said: object = ask_private(_prompt([*wrong, *lines, *how]), lines=is_long)
        if question.type == "several":
            # with the brackets of a sheet or without
            said = str(said).strip("[] ").split(",")
        found = read_answer(question, said)
        if isinstance(found, NoAnswer):
            hint = SEVERAL if question.type == "several" else found.hint
            wrong = [f"This {found.message}: {hint}.", ""]
        elif found is None and question.required == "yes":
            wrong = ["This one has to be answered.", ""]
        else:
            return found


def _prompt(lines: Sequence[str]) -> str:
    fit = [hanging(each, "", 0) if columns(each) >= width() else each for each in lines]
    return shown("\n".join(fit))


def _asks(
    question: AskedQuestion, indent: str, ways: Mapping[str, str] = _IN_A_FILE, room: int = WIDTH
) -> list[str]:
    """What a question asks, as comments."""
    required = " (required)" if question.required == "yes" else ""
    lines = _remark(f"{question.text}{required}", indent, room)
    lines += _remark(question.note, indent, room) if question.note else []
    for each in question.options:
        lines += _remark(f"  {each.id}: {each.title}", indent, room)
    if question.scale is not None:
        named, steps = question.scale.labels, question.steps
        labels = [f"{step} {named[str(step)]}" for step in steps if str(step) in named]
        lines += _remark(f"  {steps[0]} to {steps[-1]}: {', '.join(labels)}", indent, room)
    how = ways.get(question.type)
    return lines + (_remark(how, indent, room) if how else [])


def _remark(text: str, indent: str = "", room: int = WIDTH) -> list[str]:
    start = f"{indent}# "
    held = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.strip(),
        room,
        initial_indent=start + held,
        subsequent_indent=f"{start}{held}",
        break_on_hyphens=False,
    )


def _write(state: State, about: Evaluation, place: Path, sealed: bytes) -> None:
    """Write what is to be sent: a draft with the sealed file, or that file alone."""
    from mentorctl.cli.output.report_file import write_whole  # noqa: PLC0415 - only where it is written

    collector = state.person(about.begun.collector.person)
    name = collector.name if collector else about.begun.collector.person
    address = collector.email if collector else None
    if place.suffix.lower() == ".eml":
        write_whole(place, _draft(about, name, address or "", sealed))
        note(f"open it in your mail program and send it to {shown(name)}; nothing was sent")
    else:
        write_whole(place, sealed)
        note(f"send it to {shown(name)}{f' ({shown(address)})' if address else ''}")
    note("who takes it sees that you answered, and not what; it can be answered again until it is"
         " closed, and the last one counts")  # fmt: skip


def _draft(about: Evaluation, name: str, address: str, sealed: bytes) -> bytes:
    from email.message import EmailMessage  # noqa: PLC0415 - only for a draft
    from email.policy import SMTP  # noqa: PLC0415 - as above

    from mentorctl.outgoing.mail_file import is_address  # noqa: PLC0415 - as above
    from mentorctl.outgoing.plain_lines import one_line  # noqa: PLC0415 - as above

    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if is_address(address):
        mail["To"] = address
    mail["Subject"] = one_line(about.title)
    mail.set_content(f"Dear {one_line(name)},\n\nmy answers are in the attached file, sealed.\n")
    mail.add_attachment(
        sealed, maintype="application", subtype="octet-stream", filename=f"{about.id}.sealed"
    )
    return mail.as_bytes()

"""`mentorctl comment`: the comment form of an experience."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.editor import TextDraft, edit_text, kept_text
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import ExperiencesArgument, On, PairingArgument, Today, Yes, day
from mentorctl.cli.output.console import note
from mentorctl.cli.output.text_width import cut
from mentorctl.cli.state import State
from mentorctl.model.experience import Comment
from mentorctl.model.structure import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team

__all__ = ["command"]

LARGEST_TEXT = 1 << 18
DATES = (
    ("on", "the day of the comment form"),
    ("sent_to_advisor", "the day it was sent"),
    ("copied_to_mentee", "the day it was copied"),
)

Text = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT", help="The comments: how thorough, practical and useful the work is."
    ),
]
TextFile = Annotated[
    str | None,
    typer.Option(metavar="FILE|-", help="A text file with the comments; - reads what is piped in."),
]
Sent = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="DATE", help="The day it was sent on; that of --on when left out."
    ),
]
Copied = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="DATE", help="The day of the copy; that of --sent when left out."
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    experience: ExperiencesArgument,
    on: On = None,
    text: Text = None,
    text_file: TextFile = None,
    sent: Sent = None,
    copied: Copied = None,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Write the comment form of an experience, or the same on those of several.

    Without --text and --text-file your editor opens. What is filled in already stays as it is,
    unless you say otherwise.
    """
    state: State = context.obj
    change = Transaction(state, today)
    team, numbers = record_fields.experiences(change, pairing, experience, on)
    written = _given(text, text_file)
    given = {"sent_to_advisor": sent, "copied_to_mentee": copied}
    asked = frozenset(name for name, on in given.items() if on is not None)
    forms = [_form(change, team, number, (on, sent, copied), asked) for number in numbers]
    draft_name = f"comment-{numbers[0]}.txt"
    go_on = f"mentorctl comment {team.id} {' '.join(map(str, numbers))} --text-file"
    has_text = all(form.before.text for form in forms)
    if written is not None:
        with kept_text(draft_name, written, go_on):
            _save(change, team, forms, written, yes=yes)
        return
    if has_text and any((on, sent, copied)):
        _save(change, team, forms, None, yes=yes)
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("give the comments with --text TEXT or --text-file FILE")
    data = f"{forms[0].before.text or ''}\n".encode()
    with edit_text(draft_name, data, go_on) as draft:
        _save(change, team, forms, _from_editor(draft), yes=len(forms) == 1)
        draft.is_done = True


class _Form(NamedTuple):
    """The comment form of one experience, as it is and with its dates as they shall be."""

    change: Transaction
    team: Team
    number: int
    before: Comment
    dates: dict[str, dt.date]
    asked: frozenset[str]

    def fill(self, text: str | None, *, yes: bool) -> list[str] | None:
        """Put a text, or its own, and the dates into the form, once nothing stands against it.

        Returns:
            What is set besides what was asked for; None where the form says all of it already.
        """
        values: dict[Where, Any] = {}
        text = (self.before.text or "").strip() if text is None else text
        for name, what in DATES:
            old, new = getattr(self.before, name), self.dates[name]
            if new != old:
                record_fields.replace(what, old, new, yes=yes)
                values["comment", name] = new
        if text != (self.before.text or "").strip():
            record_fields.replace("the text", _start(self.before.text), _start(text), yes=yes)
            values["comment", "text"] = text
        if not values:
            return None
        first = {"slot": self.number}
        record_fields.fill(self.change, self.team, "experience", str(self.number), values, first)
        words = self.change.state.folder.words
        return [
            f"{label_of(Comment, (name,), words)} {self.dates[name]}"
            for name, _ in DATES[1:]
            if ("comment", name) in values and name not in self.asked
        ]


def _form(
    change: Transaction,
    team: Team,
    number: int,
    days: tuple[dt.date | None, ...],
    asked: frozenset[str],
) -> _Form:
    done = team.experiences.get(str(number))
    before = (done.comment if done else None) or Comment()
    return _Form(change, team, number, before, _dates(before, days, change.today), asked)


def _save(
    change: Transaction, team: Team, forms: Sequence[_Form], text: str | None, *, yes: bool
) -> None:
    """Write the forms, all of them or none."""
    said: dict[str, list[int]] = {}
    also: dict[str, list[int]] = {}
    for form in forms:
        besides = form.fill(text, yes=yes)
        if besides is None:
            if len(forms) > 1:
                note(f"the comment form of experience {form.number} says so already")
            continue
        said.setdefault(f" of {team.id}, {form.dates['on']}", []).append(form.number)
        for each in besides:
            also.setdefault(each, []).append(form.number)
    if not said:
        which = record_fields.counted_experiences([form.number for form in forms])
        record_fields.nothing_to_do(
            f"the comment form of {which} says so",
            change.state,
            *(team.path(f"experiences/{each.number}.yaml") for each in forms),
        )
    done = record_fields.of_each(said)
    change.finish(f"comment on {done}", also=record_fields.besides(also, said))


def _dates(
    before: Comment, given: tuple[dt.date | None, ...], today: dt.date
) -> dict[str, dt.date]:
    """Each date: as given, else as it stands, else that of the step before it.

    What was sent on a day was written by then, also where that is noted later.
    """
    dates = {}
    last = min([today, *filter(None, given)])
    for (name, _), new in zip(DATES, given, strict=True):
        dates[name] = last = new or getattr(before, name) or last
    return dates


def _start(text: str | None) -> str | None:
    if not text:
        return None
    return f"“{cut(' '.join(text.split()), 31)}”"


def _given(text: str | None, text_file: str | None) -> str | None:
    """The text on the command line or in a file; None where neither is given.

    Raises:
        typer.BadParameter: Both are given, or there is no text in it, or it is no text.
    """
    if text is not None and text_file is not None:
        raise typer.BadParameter("give either --text or --text-file")
    if text_file is not None:
        text = _read(text_file)
    if text is None:
        return None
    if not text.strip():
        raise typer.BadParameter("the text is empty")
    return _tidy(text)


def _read(name: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_TEXT + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST_TEXT + 1)
    except OSError as error:
        raise typer.BadParameter(f"{name} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST_TEXT:
        raise typer.BadParameter(f"{name} is too long for a comment form; hand it in as evidence")
    return _decoded(data, name)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{name} is not saved as UTF-8 text") from None


def _tidy(text: str) -> str:
    """Lines without blanks at their ends, with one kind of line ending."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _from_editor(draft: TextDraft) -> str:
    note("your editor opens: write the comments, save them and close it")
    text = _tidy(_decoded(draft.edit(), str(draft.path)))
    if not text:
        note("nothing was written, so nothing was changed")
        raise typer.Exit(FINDINGS)
    return text

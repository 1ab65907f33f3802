"""Resolves the arguments of `render` to documents, or to reasons why they cannot be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.forms import FORMS
from mentorctl.forms.printable import has_record, lack_of, missing_form
from mentorctl.model.finding import Finding
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import in_pairing, record_name
from mentorctl.model.team import Team
from mentorctl.rules._shared import UNPROVEN_MENDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mentorctl.cli.rendering.form_context import Teams
    from mentorctl.cli.state import State
    from mentorctl.forms import Form, FormContext, FormDocument, Gap
    from mentorctl.forms.form import Lack
    from mentorctl.store.folder import Folder

__all__ = ["RenderFault", "Renderable", "Selection", "documents", "missing", "parse_selection"]

PACKET, INVOICE = "packet", "invoice"
# a packet holds the same forms once more; the others are handed out on a day of their own
NOT_OF_ALL = frozenset((PACKET, "first-day", "questionnaire", "sign-in"))
CODE = "missing-answer"


class Selection(NamedTuple):
    """What is asked for.

    Attributes:
        forms: The forms.
        pairings: The ids of the pairings whose forms they are.
        of_program: Whether the whole program's own documents are asked for.
        of_anybody: Whether the empty form is, which is nobody's in particular.
        by_name: Whether somebody named the pairings, and so expects each of them.
        people: The ids of the people whose forms alone are asked for; none for everybody's.
        meetings: The ids of the meetings whose forms alone are asked for; none for all.
    """

    forms: tuple[Form, ...]
    pairings: tuple[str, ...]
    of_program: bool
    of_anybody: bool
    by_name: bool
    people: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


class RenderFault(NamedTuple):
    """Why a pairing's form cannot be made, and what to do."""

    message: str
    hint: str


class Renderable(NamedTuple):
    """The documents that can be made, and why others cannot.

    Attributes:
        documents: The documents, pairing by pairing.
        faults: What cannot be made of those asked for.
        without: The pairings that have nothing to print.
    """

    documents: list[FormDocument]
    faults: list[RenderFault]
    without: list[str]


def parse_selection(
    state: State, words: Sequence[str], *, everything: bool, packet: bool, blank: bool
) -> Selection:
    """Parse the arguments of the command line.

    Args:
        state: The run of the command.
        words: Forms, also with a comma between them, and pairings; with `packet` pairings only.
        everything: Whether all pairings of the year are meant.
        packet: Whether the form is the packet.
        blank: Whether the forms are to be filled in by hand.

    Raises:
        typer.BadParameter: They mean nothing, or several things.
    """
    names = [form.name for form in FORMS]
    if packet:
        words = [PACKET, *words]
    if not words and everything:
        forms = tuple(form for form in FORMS if form.name not in NOT_OF_ALL)
        # nobody fills in what is blank: one of each is enough
        pairings = () if blank else tuple(state.folder.pairing_ids)
        return Selection(forms, pairings, True, blank, by_name=False)
    named, others = _forms_first(state, words, names, blank=blank)
    if everything and others:
        raise typer.BadParameter("--all is every pairing; leave either --all or the pairings out")
    found = [
        _of_form(state, form, others, everything=everything, packet=packet, blank=blank)
        for form in dict.fromkeys(_form(each, names) for each in named)
    ]
    whole = tuple(form for each in found for form in each.forms)
    if len({each._replace(forms=()) for each in found}) > 1:
        raise typer.BadParameter(
            f"{' and '.join(each.name for each in whole)} are not forms of the same;"
            " make them one after the other"
        )
    return found[0]._replace(forms=whole)


def _of_form(
    state: State,
    form: Form,
    others: Sequence[str],
    *,
    everything: bool,
    packet: bool,
    blank: bool,
) -> Selection:
    """One form of what the other words of the command line name.

    Raises:
        typer.BadParameter: They mean nothing, or several things.
    """
    if form.of_meetings and others:
        return _of_meetings(state, form, others)
    if form.of_pairing is None and others:
        raise typer.BadParameter(
            f"{form.name} is a form of the whole program; "
            f"leave the pairing out: mentorctl render {form.name}"
        )
    if blank and not others and not has_record(state.folder.program, form.name):
        raise typer.BadParameter(
            missing_form(form, state.folder.program, state.folder.words).message
        )
    if not everything and not others:
        return _without_pairing(form, packet=packet, blank=blank)
    if form.of_people and all(each in state.folder.people.ids for each in others):
        people = tuple(dict.fromkeys(others))
        return Selection((form,), (), True, False, by_name=True, people=people)
    if everything:
        ids = state.folder.pairing_ids if form.of_pairing else ()
    else:
        ids = [lookup.pairing(state, each) for each in others]
    return Selection((form,), tuple(dict.fromkeys(ids)), everything, False, by_name=not everything)


def _of_meetings(state: State, form: Form, given: Sequence[str]) -> Selection:
    if not has_record(state.folder.program, form.name):
        lack = missing_form(form, state.folder.program, state.folder.words)
        raise typer.BadParameter(lack.message)
    meetings = tuple(dict.fromkeys(lookup.meeting(state, each) for each in given))
    return Selection((form,), (), True, False, by_name=True, meetings=meetings)


def _forms_first(
    state: State, words: Sequence[str], names: Sequence[str], *, blank: bool
) -> tuple[Sequence[str], Sequence[str]]:
    """The words of the command line that are forms, and the others; in whichever order.

    Raises:
        typer.BadParameter: None is a form, and it is not a slip of one either.
    """
    # a name may have a comma too: Dunning, Kayla
    words = [part for word in words for part in (_listed(word, names) or [word])]
    if not words:
        raise typer.BadParameter(_no_form(state, "", blank=blank))
    found = [word for word in words if word in names]
    if any(words[0].lower() in name for name in names):
        further = [
            each for each in words[1:] if each in found and not lookup.is_pairing(state, each)
        ]
        return [words[0], *further], [each for each in words[1:] if each not in further]
    if not found and lookup.is_pairing(state, words[0]):
        raise typer.BadParameter(_no_form(state, lookup.pairing(state, words[0]), blank=blank))
    if not found:
        return words[:1], words[1:]
    return found, [word for word in words if word not in found]


def _listed(word: str, names: Sequence[str]) -> list[str]:
    """The forms that a word lists with commas; none where it is something else."""
    parts = [part.strip() for part in word.split(",") if part.strip()]
    return parts if all(part in names for part in parts) else []


def _no_form(state: State, of: str, *, blank: bool) -> str:
    """What there is to make in this program, of one pairing or at all, where no form is named."""
    forms = [form for form in FORMS if has_record(state.folder.program, form.name)]
    if of or blank:
        forms = [form for form in forms if form.of_pairing and (form.name != PACKET or not of)]
    named = ", ".join(form.name for form in forms)
    if of:
        return (
            f"no form is named; say which: mentorctl render FORM {of}, or all in one:"
            f" mentorctl render --packet {of}; there are {named}"
        )
    if blank:
        return f"no form is named; say which: mentorctl render FORM --blank; there are {named}"
    return f"no form is named; name one ({named}), or make them all with --all"


def _form(given: str, names: Sequence[str]) -> Form:
    name = lookup.match_one("form", given, names)
    return next(form for form in FORMS if form.name == name)


def _without_pairing(form: Form, *, packet: bool, blank: bool) -> Selection:
    if form.of_program is not None:
        return Selection((form,), (), True, False, by_name=True)
    if blank:
        return Selection((form,), (), False, True, by_name=True)
    words = "--packet" if packet else form.name
    raise typer.BadParameter(
        f"{form.name} is a form of one pairing; name it, or make every pairing's: "
        f"mentorctl render {words} --all"
    )


def documents(wish: Selection, teams: Teams, context: FormContext) -> Renderable:
    """Read the records that are asked for, and see what there is to be made of them."""
    found = Renderable([], [], [])
    for pairing_id in wish.pairings:
        _of_pairing(wish, teams.team(pairing_id), context, found)
    if wish.of_anybody:
        nobody = Team(id="", year=context.year, folder="")
        for form in _printable(wish, context):
            blank = form.of_pairing(nobody, context) if form.of_pairing else []
            found.documents.extend(blank)
    if wish.of_program:
        _of_program(wish, context, found)
    # a person's invoice is asked for by each of their pairings, and by the program
    once = {(each.about, each.name): each for each in found.documents}
    return found._replace(documents=list(once.values()))


def _of_program(wish: Selection, context: FormContext, found: Renderable) -> None:
    for form in wish.forms:
        made = form.of_program(context) if form.of_program else []
        if wish.people and form.of_people:
            _of_people(wish.people, made, form.of_people, context, found)
            continue
        if wish.meetings:
            asked = {f"{form.name}-{each}" for each in wish.meetings}
            made = [each for each in made if each.name in asked]
        found.documents.extend(made)
        if form.of_program is None or made or not wish.by_name:
            continue
        if not has_record(context.program, form.name):
            lack = missing_form(form, context.program, context.words)
            found.faults.append(RenderFault(*lack))
            continue
        title = context.words.say(form.title)
        found.faults.append(
            RenderFault(
                f"there is nothing to print on the form {title} yet", f"begin it: {form.start}"
            )
        )


def _of_people(
    people: Sequence[str],
    made: Sequence[FormDocument],
    lack: Lack,
    context: FormContext,
    found: Renderable,
) -> None:
    """The forms of some people only."""
    by_person = {document.about: document for document in made}
    for person in people:
        if person in by_person:
            found.documents.append(by_person[person])
            continue
        said = f"{context.name(person)} {context.words.say(lack.message)}"
        found.faults.append(RenderFault(said, lack.hint))


def _of_pairing(wish: Selection, team: Team, context: FormContext, found: Renderable) -> None:
    if team.is_none:
        said = f"nobody who may has said who is in {team.id}"
        found.faults.append(RenderFault(said, UNPROVEN_MENDED))
        return
    if team.broken or team.pairing is None:
        broken = ", ".join(sorted(team.broken))
        found.faults.append(
            RenderFault(
                f"{team.id} has records that cannot be read: {broken}"
                if broken
                else f"{team.id} has no pairing.yaml",
                f"see what is wrong: mentorctl check {team.folder}",
            )
        )
        return
    count = len(found.documents)
    printable = _printable(wish, context)
    for form in wish.forms:
        made = form.of_pairing(team, context) if form.of_pairing and form in printable else []
        found.documents.extend(made)
        if not made and wish.by_name:
            found.faults.append(RenderFault(*lack_of(form, team, context)))
    if len(found.documents) == count:
        found.without.append(team.id)


def _printable(wish: Selection, context: FormContext) -> list[Form]:
    """The forms asked for whose records this program has."""
    return [form for form in wish.forms if has_record(context.program, form.name)]


def missing(made: Iterable[FormDocument], folder: Folder) -> list[Finding]:
    """The required answers that documents lack, each once, with line and column.

    Where a record cannot be read, what is wrong with it takes their place.
    """
    gaps = dict.fromkeys(
        gap for document in made for sheet in document.sheets for gap in sheet.gaps
    )
    findings = dict.fromkeys(each for gap in gaps for each in _findings(gap, folder))
    return folder.placed(findings)


def _findings(gap: Gap, folder: Folder) -> Iterator[Finding]:
    if gap.path in folder.reader.broken:
        yield from (each for each in folder.reader.findings if each.path == gap.path)
        return
    said, mend = f"{gap.label} is missing", _mend(gap.path, folder)
    if _counts_not(gap, folder):
        said = f"{gap.label} was written by somebody who may not, or whom nothing proves"
        mend = UNPROVEN_MENDED
    hint = f"{mend}; or leave it to be filled in by hand: add --draft"
    yield Finding(CODE, "error", gap.path, said, hint, gap.where)


def _counts_not(gap: Gap, folder: Folder) -> bool:
    """Whether the answer stands there, and counts for nothing."""
    place = in_pairing(gap.path)
    if place is None or gap.path not in folder.files:
        return False
    unproven = folder.team(place.pairing, place.year).unproven
    return (record_name(place.file), tuple(map(str, gap.where))) in unproven


def _mend(path: str, folder: Folder) -> str:
    """The command that fills an answer in."""
    kind, place = kind_of(path), in_pairing(path)
    record = f"{place.pairing} {record_name(place.file)}" if place else record_name(path)
    if path in folder.files or kind is None:
        return f"fill it in: mentorctl edit {record}"
    if place is not None:
        key = f" {record.rpartition('/')[2]}" if kind.many else ""
        return f"begin the record: mentorctl new {place.pairing} {kind.name}{key}"
    return f"see what to do about {path}: mentorctl check"

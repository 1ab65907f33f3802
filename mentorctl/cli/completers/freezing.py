"""`mentorctl completers --freeze`: keep the list as it is sent, signed."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import typer

from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, note, put, shown
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import CommitSigner
from mentorctl.model.frozen_list import (
    COMPLETERS,
    LIST_JSON,
    NAMESPACE,
    SHEET_CSV,
    SIGNED,
    FrozenList,
    digest_of,
    frozen_rows,
    frozen_schools,
)
from mentorctl.model.ids import slug
from mentorctl.model.paths import frozen_folder
from mentorctl.model.person import name_of
from mentorctl.reports.proofs.frozen_texts import (
    README,
    list_of,
    readme,
    sheet_of,
    signer_line,
    verify_line,
)
from mentorctl.reports.proofs.kept_files import kept_files
from mentorctl.reports.proofs.proof import ALLOWED
from mentorctl.reports.proofs.signature_report import ledger_about
from mentorctl.store.parse.nodes import LARGEST
from mentorctl.store.people import called

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.completer_list import CompleterList
    from mentorctl.reports.provenance import Provenance
    from mentorctl.trail.register.key_register import KeySpan
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["Choice", "freeze"]

MOST_NAMED = 5
ANYWAY = "to freeze it all the same: --anyway"


class Choice(NamedTuple):
    """Which pairings a list has.

    Attributes:
        advisor: The id of the advisor whose only, or None.
        area: Words of the content areas only, or None.
        school: Words of the schools' names only, or None.
    """

    advisor: str | None
    area: str | None
    school: str | None = None


def freeze(
    state: State,
    lists: Sequence[tuple[Choice, CompleterList]],
    drawn: Provenance,
    *,
    by: str | None,
    key: Path | None,
    anyway: bool,
) -> None:
    """Keep lists under lists/ as they are sent, signed by the coordinator who runs this.

    Args:
        state: The run of the command.
        lists: The lists, at least one, and which pairings each has.
        drawn: What they were drawn from.
        by: `school` for the consolidated list, with payments to schools; None for others.
        key: The file of the key to sign with; the user's own when left out.
        anyway: Go on where records cannot be read or are not saved, and where nobody signs.

    Raises:
        typer.Exit: It is refused; why has been said.
        SigningError: The key cannot be read, or does not sign.
    """
    for _, found in () if anyway else lists:
        _refuse_doubts(found, drawn)
    signer = _signer(state, key, anyway=anyway)
    change = Transaction(
        state, lists[0][1].as_of, sign=CommitSigner(state, signer[0]) if signer else None
    )
    who = signer[0].person if signer else None
    made = [_frozen(state, found, drawn, choice, by, who) for choice, found in lists]
    places = [frozen_folder(each.year, each.name) for each in made]
    for frozen, place in zip(made, places, strict=True):
        for name, data in _files(state, frozen, signer):
            change.copy(f"{place}/{name}", data)
    told = ", ".join(f"{each.name}: {len(each.completers)} on it" for each in made)
    state.act.tell(frozen_list=made[0].name, frozen_path=places[0])
    plural = "lists" if len(made) > 1 else "list"
    change.finish(f"{plural} of completers frozen as {told}", anyway=anyway)
    for place in places:
        put(str(state.root / place))
    if by is not None and made[0].currency is None:
        note("program.yaml gives no rate for mentees, under payments: no amounts are on it")
    if who:
        note(f"whoever gets the folder checks it there with: {verify_line(who)}")
    else:
        note("nobody signed it, so its receiver cannot tell who made it")


def _refuse_doubts(found: CompleterList, drawn: Provenance) -> None:
    """Refuse a list that may be short of something, or that nobody could draw again."""
    if found.unread:
        paths = list(dict.fromkeys(each.path for each in found.unread))
        more = f" and {len(paths) - MOST_NAMED} more" if len(paths) > MOST_NAMED else ""
        complain(
            f"{shown(', '.join(paths[:MOST_NAMED]))}{more} cannot be read, so the list may be"
            " short, and nothing was frozen",
            f"mend what mentorctl check names; {ANYWAY}",
        )
    elif drawn.commit is None:
        complain(
            "this folder has no history that the list could be drawn from again, so nothing was"
            " frozen",
            f"begin one with mentorctl save; {ANYWAY}",
        )
    elif drawn.dirty is not False:
        complain(
            "there are edits that are not in the history yet, so nothing was frozen",
            f"look at them, then keep them: mentorctl save; {ANYWAY}",
        )
    else:
        return
    raise typer.Exit(FINDINGS)


def _signer(state: State, key: Path | None, *, anyway: bool) -> tuple[OwnSigner, KeySpan] | None:
    """The coordinator who freezes the list, and their key; None where nobody signs."""
    from mentorctl.trail.git import repository  # noqa: PLC0415 - only where a list is frozen
    from mentorctl.trail.signatures.statements import own_signer  # noqa: PLC0415 - as above

    if not repository.is_repository(state.root):
        return None
    book = identity.ledger(state)
    who = None if identity.is_off(key) else own_signer(book.register, key, identity.announce)
    if who is not None and book.register.may_change(who.mark):
        return who, book.register.spans[who.mark]
    if who is not None:
        identity.coordinator(state, book, "freezes a list", key)
    if anyway:
        return None
    complain(
        "none of your keys is registered here, so nobody could sign the list, and nothing was"
        " frozen",
        f"see what to do: mentorctl key doctor; {ANYWAY}",
    )
    raise typer.Exit(FINDINGS)


def _frozen(
    state: State,
    found: CompleterList,
    drawn: Provenance,
    choice: Choice,
    by: str | None,
    who: str | None,
) -> FrozenList:
    program = state.folder.program
    is_paid = by is not None and any(rate.role == "mentee" for rate in program.payments.rates)
    frozen = FrozenList(
        schema_version=1,
        list=COMPLETERS,
        name=_name(state, found.as_of, choice, by),
        program=found.program,
        program_id=found.program_id,
        year=found.year,
        as_of=found.as_of,
        commit=drawn.commit,
        dirty=drawn.dirty,
        advisor_id=choice.advisor,
        area=choice.area,
        frozen_at=identity.now(state).isoformat(timespec="seconds"),
        frozen_by=who,
        unreadable=tuple(dict.fromkeys(each.path for each in found.unread)),
        completers=frozen_rows(found, program, by),
        school=choice.school,
        by=by,
        currency=program.payments.currency if is_paid else None,
        schools=frozen_schools(found, program) if by is not None else (),
    )
    frozen = msgspec.structs.replace(frozen, sheet=hashlib.sha256(sheet_of(frozen)).hexdigest())
    return msgspec.structs.replace(frozen, digest=digest_of(frozen))


def _name(state: State, day: dt.date, choice: Choice, by: str | None) -> str:
    """A name that no list of the year has, or had before it was taken back."""
    words = (slug(each) if each else "" for each in (choice.area, choice.school))
    parts = (COMPLETERS, f"by-{by}" if by else "", choice.advisor, *words, str(day))
    plain = "-".join(filter(None, parts))
    year = state.folder.program.year
    number, name, known = 1, plain, _known(state, year)
    while name in known or (state.root / frozen_folder(year, name)).exists():
        number += 1
        name = f"{plain}-{number}"
    return name


def _known(state: State, year: str) -> set[str]:
    """The names that lists of a year have in the history, or once had."""
    place = frozen_folder(year, "")
    ledger, history = ledger_about(state.folder)
    kept = kept_files(history, ledger, [place.rstrip("/")])
    return {path.removeprefix(place).partition("/")[0] for path in kept.commits}


def _files(
    state: State, frozen: FrozenList, signer: tuple[OwnSigner, KeySpan] | None
) -> Iterator[tuple[str, bytes]]:
    """The files of a frozen list, by name."""
    texts = {LIST_JSON: list_of(frozen), SHEET_CSV: sheet_of(frozen)}
    if any(len(each) > LARGEST for each in texts.values()):
        complain(
            "the list is longer than a file of the folder can be, so nothing was frozen",
            "freeze one for each advisor: mentorctl completers --freeze --advisor PERSON",
        )
        raise typer.Exit(FINDINGS)
    yield from texts.items()
    people = state.counted.people
    name = mark = ""
    if signer is not None:
        who, span = signer
        name, mark = called(people, who.person), who.mark
        made = [""] * len(SIGNED)
        if not state.dry_run:
            made = who.sign([texts[each] for each in SIGNED], NAMESPACE)
        for each, signature in zip(SIGNED, made, strict=True):
            yield f"{each}.sig", signature.encode()
        yield ALLOWED, signer_line(span)
    advisor = name_of(people, frozen.advisor_id)
    yield README, readme(frozen, "List of completers, as it was sent", advisor, name, mark)

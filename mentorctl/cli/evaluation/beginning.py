"""`mentorctl evaluate begin`: what is asked, of whom, until when and for whose keys, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentorctl.cli import lookup
from mentorctl.cli.evaluation.evaluation_session import questionnaire_of
from mentorctl.cli.evaluation.opening_keys import unconfirmed_of
from mentorctl.cli.output.console import note, shown
from mentorctl.cli.signing import identity
from mentorctl.model.days_open import days_open
from mentorctl.model.kinds import kind_with
from mentorctl.model.marks import year_marks
from mentorctl.model.paths import PROGRAM_FILE, SCHEMAS, evaluation_file
from mentorctl.model.person import name_of
from mentorctl.model.questionnaire import (
    NAMESPACE,
    BegunQuestionnaire,
    Questionnaire,
    SealedFor,
    sheet_size,
    signed_text,
)
from mentorctl.reports.evaluation.asked_people import asked_people, groups_of
from mentorctl.rules.program_contradiction import contradictions
from mentorctl.store.edit.yaml_text import entries
from mentorctl.store.errors import StoreError
from mentorctl.vault.padding import filled_size

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.record import Record
    from mentorctl.store.edit.yaml_text import Value
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["begin_questionnaire", "record_lines"]


def begin_questionnaire(
    state: State,
    given: str,
    *,
    counter: str,
    collector: str,
    closes: dt.date | None,
    key: Path | None,
    today: dt.date | None,
) -> None:
    """Begin a questionnaire of program.yaml for the year.

    Args:
        state: The run of the command.
        given: Its id, or a part of it; empty where there is only one.
        counter: Who opens the answers, as typed; empty where program.yaml says it.
        collector: Who takes the sheets, as typed; empty for who begins it.
        closes: Its last day, where that is another one than program.yaml has.
        key: The file of the key to sign with; the user's own when left out.
        today: The day; today when left out.

    Raises:
        StoreError: It cannot be begun.
        typer.Exit: The user is no coordinator; it has been said.
    """
    from mentorctl.cli.editing.transaction import Transaction  # noqa: PLC0415 - only where one begins
    from mentorctl.cli.signing.commit_signer import CommitSigner  # noqa: PLC0415 - as above

    asked = questionnaire_of(state, given)
    day, path = state.today(today), evaluation_file(state.folder.program.year, asked.id)
    _refuse_faults(state, asked, path)
    book = identity.ledger(state)
    who = identity.coordinator(state, book, "begins a questionnaire", key)
    identity.refuse_unsaved(state, [PROGRAM_FILE], "begun")
    begun = _record(state, asked, _days(state, asked, closes, day), day)
    takes = lookup.person(state, collector) if collector else who.person
    counts = _counter(state, asked, counter, book.register)
    begun = _for_keys(state, begun, (counts, takes, who.person), book.register)
    _refuse_roles(state, begun, book.register)
    if not state.dry_run:
        signature = who.sign([signed_text(begun)], NAMESPACE)[0]
        begun = msgspec.structs.replace(begun, signature=signature)
    change = Transaction(state, today, sign=CommitSigner(state, who))
    change.create(path, record_lines(begun, path))
    state.act.tell(questionnaire=asked.id, closes_on=begun.closes_on)
    change.finish(f"{asked.title} began: answers are taken until {begun.closes_on}")
    _tell(state, begun)
    _warn_of_keys(book, begun)


def _warn_of_keys(book: Ledger, begun: BegunQuestionnaire) -> None:
    if unconfirmed_of(book, begun):
        note(f"  warning: nobody but a coordinator says that all keys of {begun.counter.person} are"
             " theirs, so everybody who answers is asked whether it is so; before anybody does,"
             " have them confirm the newer ones with the older: mentorctl key confirm")  # fmt: skip


def _record(
    state: State, asked: Questionnaire, days: tuple[dt.date, dt.date], day: dt.date
) -> BegunQuestionnaire:
    """What is asked and when, without whom it is sealed for."""
    program, nobody = state.folder.program, SealedFor("", ())
    people = asked_people(state.counted, asked, program.year, days[0], day)
    groups = groups_of(state.counted, asked, people, program.year)
    return BegunQuestionnaire(
        program=program.id,
        year=program.year,
        begun_on=day,
        opens_on=days[0],
        closes_on=days[1],
        questionnaire=asked,
        threshold=asked.threshold,
        size=filled_size(sheet_size(asked, groups)),
        groups=groups,
        counter=nobody,
        collector=nobody,
        signed_by="",
    )


def _for_keys(
    state: State, begun: BegunQuestionnaire, who: tuple[str, str, str], register: Register
) -> BegunQuestionnaire:
    """The same, sealed for its counter and its collector, in the name of who signs it."""
    return msgspec.structs.replace(
        begun,
        counter=_sealed_for(state, who[0], register),
        collector=_sealed_for(state, who[1], register),
        signed_by=who[2],
    )


def record_lines(record: Record, path: str) -> str:
    """The text of a record that only commands write."""
    kind = kind_with(type(record))
    up = "../" * path.count("/")
    head = [
        f"# yaml-language-server: $schema={up}{SCHEMAS}/{kind.name}.json",
        "# Written by mentorctl evaluate, and signed: never change it by hand.",
        "",
    ]
    values: Mapping[str, Value] = msgspec.to_builtins(record)
    return "\n".join([*head, *entries(values, 0), ""])


def _refuse_faults(state: State, asked: Questionnaire, path: str) -> None:
    """Stop where it has begun, or program.yaml says something of it that cannot be."""
    program = state.folder.program
    if path in state.folder.files:
        raise StoreError(
            f"{asked.id} was begun already for {program.year}, and what was signed stays as it is",
            f"see who has not answered: mentorctl evaluate open {asked.id}",
        )
    index = program.questionnaires.index(asked)
    for hit in contradictions(program):
        if hit.where[:2] == ("questionnaires", index):
            raise StoreError(f"{PROGRAM_FILE}: {hit.message}", hit.hint)


def _days(
    state: State, asked: Questionnaire, closes: dt.date | None, day: dt.date
) -> tuple[dt.date, dt.date]:
    try:
        opens, last = days_open(asked, state.folder.program)
    except KeyError as error:
        raise StoreError(
            f"the milestone {error.args[0]} does not apply this year, so {asked.id} has no day",
            "write applies: yes in its row of program.yaml, or give the questionnaire a date",
        ) from None
    last = closes or last
    if last < max(opens, day):
        raise StoreError(
            f"{asked.id} would close on {last}, before anybody could answer",
            "name another last day: --closes DATE",
        )
    return opens, last


def _counter(state: State, asked: Questionnaire, given: str, register: Register) -> str:
    """Who opens the answers.

    Raises:
        StoreError: Nobody is named, or several could be meant.
    """
    people = state.counted.people
    if given:
        return lookup.person(state, given)
    if asked.counter is not None and asked.counter in people.ids:
        return asked.counter
    role = asked.counter
    held = [
        each
        for each, person in people.items()
        if role in person.roles and each not in register.coordinators
    ]
    if len(held) == 1:
        return held[0]
    title = next((each.title for each in state.folder.program.roles if each.id == role), role)
    why = f"{len(held)} people are {title}" if held else f"nobody but a coordinator is {title}"
    raise StoreError(
        f"{why if role else 'program.yaml names nobody'}, so it is not plain who opens the answers",
        f"name the person: mentorctl evaluate begin {asked.id} --counter PERSON",
    )


def _sealed_for(state: State, person: str, register: Register) -> SealedFor:
    """Somebody with all their keys that count and can open.

    Raises:
        StoreError: They have none.
    """
    from mentorctl.trail.ssh.public_keys import parse_public  # noqa: PLC0415 - loads slowly
    from mentorctl.vault.age_sealing import can_open  # noqa: PLC0415 - only where it is sealed

    keys = tuple(
        span.public
        for span in register.spans.values()
        if span.person == person and span.revoked is None and can_open(parse_public(span.public))
    )
    if not keys:
        raise StoreError(
            f"{state.name_of(person)} has no registered key that can open anything",
            f"register one of the kind ssh-ed25519: mentorctl key add {person}",
        )
    return SealedFor(person, keys)


def _refuse_roles(state: State, begun: BegunQuestionnaire, register: Register) -> None:
    """Stop where one person, or one key, would see who answered and what.

    Raises:
        StoreError: It is so, or the counter runs the program, or who collects does not.
    """
    counter, collector = begun.counter.person, begun.collector.person
    word = state.folder.words["coordinator"]
    if counter in register.coordinators:
        raise StoreError(
            f"{counter} is a {word}, who runs the program and reads no single answers",
            "name somebody else to open them: --counter PERSON",
        )
    if counter == collector or set(begun.counter.keys) & set(begun.collector.keys):
        raise StoreError(
            f"{counter} would see both who answered and what",
            "let two people do it: --counter PERSON, --collector PERSON",
        )
    if collector not in register.coordinators:
        raise StoreError(
            f"{collector} is no {word}, and could not close it later",
            f"leave --collector out, or name a {word}",
        )


def _tell(state: State, begun: BegunQuestionnaire) -> None:
    people = state.counted.people

    def name(person: str) -> str:
        return shown(name_of(people, person))

    asked = begun.questionnaire
    note(f"  opened by {name(begun.counter.person)} alone, with {begun.threshold} answers or more")
    note(f"  taken by {name(begun.collector.person)}, who sees who answered, and not what")
    many = len(asked_people(state.counted, asked, begun.year, begun.opens_on, begun.begun_on))
    if many < begun.threshold:
        said = "1 person is" if many == 1 else f"{many} people are"
        note(
            f"  warning: {said} asked as of today, and it needs {begun.threshold} answers to close"
        )
    note(f"  whoever has a copy answers with: mentorctl evaluate answer {asked.id}")
    note(f"  for all others: mentorctl evaluate blank {asked.id}, or on paper:"
         " mentorctl render questionnaire --blank")  # fmt: skip
    marked = year_marks(state.folder.program).get(asked.opens.milestone or "")
    if marked is not None:
        note(f"  once people were told: mentorctl mark {marked.name} --on DATE")

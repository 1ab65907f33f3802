"""Who is asked by a questionnaire, on which days it is open, and who has not answered yet."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import EVALUATIONS, pairings_of
from mentorctl.model.questionnaire import mark_of
from mentorctl.model.years import add_span
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.questionnaire import Questionnaire
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.store.folder import Folder

__all__ = ["AskedPerson", "answered_by_milestone", "asked_people", "groups_of", "still_open"]


class AskedPerson(NamedTuple):
    """Somebody who is asked.

    Attributes:
        person: Their id.
        name: Their name.
        email: Their address, or None.
        roles: The roles in pairings for which they are asked.
        since: From which day on; None where that is not known.
    """

    person: str
    name: str
    email: str | None
    roles: tuple[str, ...]
    since: dt.date | None


def asked_people(
    folder: Folder, questionnaire: Questionnaire, year: str, opens: dt.date, today: dt.date
) -> list[AskedPerson]:
    """Everybody who is asked, by name.

    Args:
        folder: The program folder.
        questionnaire: What is asked.
        year: The program year.
        opens: The first day on which it is answered.
        today: The day on which to judge in which state pairings are.
    """
    roles: dict[str, list[str]] = {}
    since: dict[str, list[dt.date | None]] = {}
    counted = as_counted(folder, today)
    for pairing in _pairings(counted, year):
        if pairing.state_on(today) not in questionnaire.of_pairings:
            continue
        for role in questionnaire.asked:
            person = getattr(pairing, role, None)
            if person:
                roles.setdefault(person, []).append(role)
                since.setdefault(person, []).append(_since(counted, questionnaire, pairing, opens))
    people = counted.people
    found = []
    for person, held in roles.items():
        known, days = people.get(person), [day for day in since[person] if day is not None]
        name = known.name if known else person
        told = tuple(dict.fromkeys(held))
        email = known.email if known else None
        found.append(AskedPerson(person, name, email, told, min(days, default=None)))
    return sorted(found, key=lambda each: (each.name.casefold(), each.person))


def answered_by_milestone(folder: Folder) -> Mapping[str, frozenset[str]]:
    """Who is known to have answered this year, by the milestone that their questionnaire closes on.

    That is whoever handed a sheet over on this copy, or stands in the list of one that is closed.
    """
    if not folder.files.inside(EVALUATIONS):
        return {}
    from mentorctl.reports.proofs.evaluation_standing import evaluation_standings  # noqa: PLC0415 - only where there are any
    from mentorctl.reports.proofs.signature_report import ledger_about  # noqa: PLC0415 - as above
    from mentorctl.store.write.collected_sheets import CollectedSheets  # noqa: PLC0415 - as above

    found: dict[str, frozenset[str]] = {}
    for each in evaluation_standings(folder, *ledger_about(folder)):
        begun = each.begun
        if each.fault or begun is None or each.year != folder.program.year:
            continue
        milestone = begun.questionnaire.closes.milestone
        if milestone is None:
            continue
        answered: Collection[str] = ()
        if each.closed is not None:
            answered = each.closed.answered
        else:
            # what was collected in another copy says nothing here
            with contextlib.suppress(StoreError):
                answered = CollectedSheets(folder.root, each.year, each.id, mark_of(begun)).answered
        found[milestone] = found.get(milestone, frozenset()).union(answered)
    return found


def still_open(
    asked: Collection[AskedPerson], answered: Collection[str], today: dt.date
) -> list[AskedPerson]:
    """Those who are asked by a day and have not answered, as far as this copy knows."""
    return [
        each
        for each in asked
        if each.person not in answered and each.since is not None and each.since <= today
    ]


def groups_of(
    counted: CountedFolder, questionnaire: Questionnaire, asked: Collection[AskedPerson], year: str
) -> tuple[str, ...]:
    """What a sheet can say that its writer belongs to: what the records of those asked say."""
    field = questionnaire.summarised_by
    if field is None:
        return ()
    if field == "role":
        return tuple(counted.words[role] for role in questionnaire.asked)
    people = counted.people
    ids = {each.person for each in asked}
    said = [getattr(known, field) for each in ids if (known := people.get(each)) is not None]
    if field == "content_area":
        said += [each.content_area for each in _pairings(counted, year)]
    found = {text.strip().casefold(): text.strip() for text in sorted(filter(None, said))}
    return tuple(found[name] for name in sorted(found))


def _pairings(counted: CountedFolder, year: str) -> Iterator[Pairing]:
    """The pairings of a year that can be read.

    Whoever breaks a pairing's file, or takes it away, who may not keeps nobody from being asked.
    """
    for each in counted.files.folders(pairings_of(year)):
        pairing = counted.pairing(each, year)
        if pairing is not None:
            yield pairing


def _since(
    counted: CountedFolder, questionnaire: Questionnaire, pairing: Pairing, opens: dt.date
) -> dt.date | None:
    """From which day on somebody in a pairing is asked."""
    span = questionnaire.asked_after
    if span is None:
        return opens
    start: dt.date | None = pairing.starts
    if span.after == "mentee-start":
        mentee = counted.people.get(pairing.mentee)
        start = mentee.started_on if mentee else None
    return max(opens, add_span(start, span)) if start else None

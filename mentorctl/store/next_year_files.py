"""The files of a new program year: its own, and those of the pairings that run on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.model.kinds import IN_NEEDS, kind_named, kind_of
from mentorctl.model.paths import EVIDENCE, PAIRING_FILE, meeting_file, pairing_file
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.scaffold import pairing_files, record_text
from mentorctl.store.take_over import plain_fields, with_days
from mentorctl.store.write.fsync import checked, whole_content

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.needs import Need
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Program
    from mentorctl.model.team import Team
    from mentorctl.model.words import Words
    from mentorctl.store.folder import Folder

__all__ = ["continued_files", "meeting_files", "with_year"]

EXPERIENCE, TRAININGS, PLAN = "experience", "trainings", "plan.yaml"


def with_year(text: str, old: str, new: str, name: str) -> str:
    """The README of a program folder with another year, where it says it as `init` wrote it."""
    text = text.replace(f"# {name}, {old}\n", f"# {name}, {new}\n", 1)
    return text.replace(f"| `pairings/{old}/` |", f"| `pairings/{new}/` |")


def meeting_files(program: Program, words: Words) -> Iterator[tuple[str, str]]:
    """The attendance lists of a program year, with nobody on them yet."""
    kind = kind_named("meeting")
    for meeting in program.meetings:
        path = meeting_file(program.year, meeting.id)
        yield path, record_text(kind, path, program, words, {"meeting": meeting.id})


def continued_files(
    folder: Folder,
    program: Program,
    team: Team,
    needs: Collection[Need],
    waivers: Sequence[Mapping[str, Any]],
) -> Iterator[tuple[str, str | bytes]]:
    """The files, in a new year, of a pairing that runs on.

    Its people, start and the confirmed mentor stay. Records that milestones ask for which count
    from a start come over byte for byte, as trainings do; of a plan over several years its
    outcomes. All else is to be filled in anew.

    Args:
        folder: The program folder, of the year that ends.
        program: The program in the new year.
        team: The pairing's records.
        needs: The needs whose facts go along.
        waivers: What is waived besides, in the new year.

    Yields:
        Each path with its text, or with its bytes where it is a copy; pairing.yaml first.
    """
    was = team.pairing
    assert was is not None
    kept = dict(_kept(folder, program, team, needs))
    home = pairing_file(program.year, team.id, "")
    values = {
        "mentee": was.mentee,
        "mentor": was.mentor,
        "advisor": was.advisor,
        "supervisor": was.supervisor,
        "content_area": was.content_area,
        "starts": was.starts,
        "state": "active",
        "continues": team.year,
    }
    for path, text in pairing_files(program, folder.words, team.id, values):
        name = path.removeprefix(home)
        if name == PAIRING_FILE:
            yield path, _pairing_text(text, was, program, needs, waivers)
        elif name == PLAN and name not in kept and team.plan and team.plan.outcomes:
            outcomes = [plain_fields(each) for each in team.plan.outcomes]
            yield path, set_value(text, ("outcomes",), outcomes)
        elif name not in kept:
            yield path, text
    for name, data in kept.items():
        yield f"{home}{name}", data


def _kept(
    folder: Folder, program: Program, team: Team, needs: Iterable[Need]
) -> Iterator[tuple[str, bytes]]:
    """The files that go along as they are."""
    wanted = {IN_NEEDS[need.record].name for need in needs if need.record in IN_NEEDS}
    wanted = (wanted | ({TRAININGS} if program.trainings else set())) - {"pairing"}
    named = {name for each in team.experiences.values() for name in each.evidence}
    for name in folder.files_of(team.id, team.year):
        kind = kind_of(team.path(name))
        is_evidence = name.startswith(f"{EVIDENCE}/") and name.partition("/")[2] in named
        if (kind is not None and kind.name in wanted) or (is_evidence and EXPERIENCE in wanted):
            data = whole_content(checked(folder.root, team.path(name)))
            if data is not None:
                yield name, data


def _pairing_text(
    text: str,
    was: Pairing,
    program: Program,
    needs: Collection[Need],
    waivers: Sequence[Mapping[str, Any]],
) -> str:
    """A new pairing.yaml with what of the old one holds in the new year, too."""
    text = _confirmed(text, was)
    if needs:
        text = with_days(text, was)
    from_start = {row.id for row in program.calendar if row.due.after is not None}
    extensions = [plain_fields(each) for each in was.extensions if each.milestone in from_start]
    asked = set(map(str, needs))
    kept = [plain_fields(each) for each in was.waivers if each.need in asked]
    for field, leave in (("extensions", extensions), ("waivers", [*kept, *waivers])):
        if leave:
            text = set_value(text, (field,), leave)
    return text


def _confirmed(text: str, was: Pairing) -> str:
    """A new pairing.yaml in which the mentor is confirmed as in the old one."""
    held = was.mentor_confirmed
    if held is None:
        return text
    known: dict[tuple[str, ...], Any] = {
        ("mentor_confirmed", "by"): held.by,
        ("mentor_confirmed", "on"): held.on,
    }
    for name, answer in held.criteria.items():
        known["mentor_confirmed", "criteria", name] = answer
    for where, value in known.items():
        if value is not None:
            text = set_value(text, where, value)
    return text

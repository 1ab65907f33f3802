"""What a check finds in a folder that it did not find in the same folder before.

Only what changed is judged, and what rests on it: a pairing rests on its own files, on those that
lie outside of all pairings, and on the pairing that it follows; the rules for the program as a
whole on what is outside, on every `pairing.yaml`, and on which files there are.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.finding import on_one_line
from mentorctl.model.paths import PAIRING_FILE, in_pairing, person_in
from mentorctl.reports.check import STRAY, check_teams, program_findings
from mentorctl.reports.folder_reading import context_of, is_unusable, not_opened
from mentorctl.reports.proofs.signature_report import signing_of
from mentorctl.store.parse.fast import reading
from mentorctl.trail.git.merging.renames import under_new_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["new_findings", "rests_on_pairings"]


def rests_on_pairings(changed: Collection[str]) -> bool:
    """Whether only files of pairings are among those that changed, so that `new_findings` can tell.

    Args:
        changed: The files, relative to the program folder, with `/`.
    """
    return all(map(in_pairing, changed))


def new_findings(
    before: Folder,
    after: Folder,
    changed: Collection[str],
    moved: Collection[str],
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> list[Finding]:
    """What `check` finds after a change of pairings' files that it did not find before.

    The same as all that it finds after without all that it found before.

    Args:
        before: The folder as it was.
        after: The folder as it is.
        changed: The files that differ, each of them a pairing's.
        moved: Those of them that came or went.
        renamed: The new folders of pairings that got one, by the old: what was found there before
            is nothing new.

    Returns:
        The findings, without line and column where a rule found them.
    """
    if is_unusable(after.program):
        return []  # all else rests on program.yaml, so nothing was judged before either
    after.people = before.people
    touched = {(each.year, each.pairing) for each in map(in_pairing, changed) if each}
    with reading():
        old, new = _judged(before, touched), _judged(after, touched)
        if (old.signing is None) != (new.signing is None):
            # with the first signature everybody's are asked for
            touched |= {(each.program.year, name) for each in (before, after)
                        for name in each.pairing_ids}  # fmt: skip
            old, new = _judged(before, touched), _judged(after, touched)
        if moved or _has_pairing(changed) or old.broken != new.broken:
            pairings = _pairings(before, {})
            known = {name: each for name, each in pairings.items() if name not in old.ids}
            old.findings.extend(_as_a_whole(before, old, pairings))
            new.broken.update(filter(person_in, before.reader.broken))
            new.findings.extend(_as_a_whole(after, new, _pairings(after, known)))
    allowed = frozenset(after.program.check.allow)
    # files that only a newer toolkit knows are no strays
    allowed |= {STRAY} if after.newer is not None else set()
    found = {_key(on_one_line(each), renamed) for each in old.findings}
    new_ones = (
        on_one_line(each) for each in dict.fromkeys(new.findings) if each.code not in allowed
    )
    return [each for each in new_ones if _key(each) not in found]


class _Judged(NamedTuple):
    """What was judged of a folder.

    Attributes:
        ids: The pairings of the program year.
        context: What rules may look at.
        signing: What signatures are judged by.
        findings: What was found.
        broken: The files that cannot be read.
    """

    ids: list[str]
    context: Context
    signing: Signing | None
    findings: list[Finding]
    broken: set[str]


def _judged(folder: Folder, touched: Collection[tuple[str, str]]) -> _Judged:
    """Judge pairings; of other years only what can be read is looked at, as `check` does."""
    year, context = folder.program.year, context_of(folder, None)
    signing = signing_of(folder, context.today)
    there = sorted(each for each in touched if folder.files_of(each[1], each[0]))
    ids = [name for each, name in there if each == year]
    share = check_teams(folder, context, ids, signing)
    past = folder.apart()
    for each, name in there:
        if each != year:
            past.team(name, each)
    findings = share.findings + past.reader.findings
    broken = past.reader.broken.union(*(team.broken for team in share.teams.values()))
    return _Judged(ids, context, signing, findings, broken)


def _pairings(folder: Folder, known: Mapping[str, Pairing]) -> dict[str, Pairing]:
    """Every `pairing.yaml` of the program year that can be read; those known are not read again."""
    found = ((name, known.get(name) or folder.pairing(name)) for name in folder.pairing_ids)
    return {name: each for name, each in found if each is not None}


def _as_a_whole(
    folder: Folder, judged: _Judged, pairings: Mapping[str, Pairing]
) -> Iterator[Finding]:
    """The findings of the pairings that follow another one, and of the program as a whole."""
    following = [name for name, each in pairings.items() if each.follows and name not in judged.ids]
    yield from check_teams(folder, judged.context, following, judged.signing).findings
    yield from not_opened(folder)
    list(folder.people)
    yield from program_findings(folder, judged.context, pairings, judged.broken)


def _has_pairing(changed: Collection[str]) -> bool:
    return any(each.file == PAIRING_FILE for each in map(in_pairing, changed) if each)


def _key(
    finding: Finding, renamed: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, str, str]:
    return finding.code, under_new_name(finding.path, renamed), finding.message

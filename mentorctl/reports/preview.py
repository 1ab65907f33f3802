"""The findings that a change would add to those of the folder."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from mentorctl.model.finding import Finding
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import (
    PAIRING_FILE,
    PEOPLE,
    PROGRAM_FILE,
    in_pairing,
    year_file,
)
from mentorctl.reports.check import check_teams, program_findings
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.proofs.approval_report import APPROVED
from mentorctl.reports.proofs.signature_report import looking_into, signing_of
from mentorctl.store.parse.fast import accept, quiet_parser
from mentorctl.store.parse.nodes import compose, locate, plain
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from mentorctl.model.finding import Where
    from mentorctl.model.pairing import Pairing
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder
    from mentorctl.store.parse.nodes import Plain

__all__ = ["new_findings"]

# only signatures that the change makes stale are reported, not missing or invalid ones
_NOT_OF_A_CHANGE = frozenset({"signature-invalid", "signature-missing"})


def new_findings(
    folder: Folder, changed: Mapping[str, bytes], today: dt.date, *, whole: bool = False
) -> list[Finding]:
    """What `check` would find after a change that it does not find now.

    Args:
        folder: The folder as it is.
        changed: The new content of each file that changes or comes, by path.
        today: The day on which to judge.
        whole: Also ask the rules that look across pairings and people.

    Returns:
        Findings with line and column in the new content, faults of the changed files first.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
    """
    with quiet_parser():
        faults = list(_faults(folder, changed))
    if faults:
        return faults
    ids = sorted(_pairings(folder.program.year, changed))
    signing = signing_of(folder, today)
    left_out = _NOT_OF_A_CHANGE.union(folder.program.check.allow)
    with quiet_parser():
        asks = any(map(_is_of_plans, changed))
        of_year = whole and year_file(folder.program.year) in changed
        # what somebody owes because a pairing has completed is no fault of the change
        completed = _completed(folder, today) if of_year else {}
        look = functools.partial(_findings, whole=whole, approvals=asks, completed=completed)
        sound_context(folder, today)  # a program that contradicts itself is told of as it is
        then = folder.as_if(changed)
        seen = signing and signing._replace(trail=looking_into(then.recorded, signing.trail))
        after = [each for each in look(then, today, ids, seen) if each.code not in left_out]
        if not after:
            return []
        before = set(look(folder, today, ids, signing))
    known = _Known(folder, changed, before, {each: then.pairing(each) for each in ids})
    return [_placed(finding, changed) for finding in after if finding not in known]


def _completed(folder: Folder, today: dt.date) -> Mapping[str, dt.date]:
    from mentorctl.reports.completers import completed_in  # noqa: PLC0415 - only for a year's own file

    return completed_in(folder, today)


def _is_of_plans(path: str) -> bool:
    """Whether what an approval is about can follow from a file: a plan, or what its form prints."""
    own = path.rpartition("/")[2] in (APPROVED, PAIRING_FILE)
    return own or path == PROGRAM_FILE or path.startswith(f"{PEOPLE}/")


class _Known:
    """What is found before a change; the same fault may be worded otherwise after it.

    A finding is an old one if the same rule said the same of the same file or record; or named of
    the same file all that the finding is about, or of any where the file comes with the change;
    or found fault with the same value, which the change leaves as it is. What is found in a pairing
    that takes another one over is an old one where it was found in that one.
    """

    def __init__(
        self,
        folder: Folder,
        changed: Mapping[str, bytes],
        found: Iterable[Finding],
        pairings: Mapping[str, Pairing | None],
    ) -> None:
        new = {name: each for name, each in pairings.items() if not folder.files_of(name)}
        self._before = {name: each.follows for name, each in new.items() if each and each.follows}
        self._folder = folder
        self._changed = changed
        self._said: set[tuple[str, ...]] = set()
        self._places: set[tuple[str, str, Where]] = set()
        self._about: dict[tuple[str, str], set[str]] = {}
        for each in found:
            self._said |= {(each.code, each.path, each.message), self._of_pairing(each)}
            self._places.add((each.code, each.path, each.where))
            for key in ((each.code, each.path), (each.code, f"of {each.pairing}")):
                self._about.setdefault(key, set()).update(each.about)

    def __contains__(self, finding: Finding) -> bool:
        if (finding.code, finding.path, finding.message) in self._said:
            return True
        # what is said of a record that is missing is said of the record itself once it is there
        is_here = finding.path in self._folder.files
        if not is_here and self._of_pairing(finding) in self._said:
            return True
        if finding.about:
            key = finding.path if is_here else f"of {self._first(finding.pairing)}"
            return self._about.get((finding.code, key), set()).issuperset(finding.about)
        place = (finding.code, finding.path, finding.where)
        return bool(finding.where) and place in self._places and self._is_as_it_was(finding)

    def _is_as_it_was(self, finding: Finding) -> bool:
        """Whether the change leaves the value alone that a finding is about."""
        if finding.path not in self._changed:
            return True
        before = self._folder.reader.content(finding.path)
        after = self._changed[finding.path]
        return _value(before, finding.where) == _value(after, finding.where)

    def _of_pairing(self, finding: Finding) -> tuple[str, ...]:
        return (finding.code, "of", self._first(finding.pairing), finding.message)

    def _first(self, pairing: str) -> str:
        """The pairing that had the work before the change."""
        return self._before.get(pairing, pairing)


def _value(data: bytes, where: Where) -> Plain:
    """What stands at a place in a file; None for nothing."""
    value = plain(compose(data)[0])
    for step in where:
        if isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        else:
            value = value.get(str(step)) if isinstance(value, dict) else None
    return value


def _findings(
    folder: Folder,
    today: dt.date,
    ids: list[str],
    signing: Signing | None,
    *,
    whole: bool,
    approvals: bool,
    completed: Mapping[str, dt.date],
) -> Iterator[Finding]:
    context = sound_context(folder, today)
    there = [each for each in ids if folder.files_of(each)]
    share = check_teams(folder, context, there, signing, approvals=approvals)
    yield from share.findings
    if whole:
        pairings = _all_pairings(folder, context)
        yield from program_findings(folder, context, pairings, (), completed)


def _all_pairings(folder: Folder, context: Context) -> dict[str, Pairing]:
    del context
    found = ((name, folder.pairing(name)) for name in folder.pairing_ids)
    return {name: pairing for name, pairing in found if pairing is not None}


def _faults(folder: Folder, changed: Mapping[str, bytes]) -> Iterator[Finding]:
    for path, data in changed.items():
        kind = kind_of(path)
        if kind is None or accept(data, kind.model) is not None:
            continue
        for fault in examine(data, kind.model, folder.words)[1]:
            yield Finding(
                fault.code,
                "error",
                path,
                fault.message,
                fault.hint,
                line=fault.line,
                column=fault.column,
            )


def _pairings(year: str, changed: Mapping[str, bytes]) -> set[str]:
    found = map(in_pairing, changed)
    return {each.pairing for each in found if each is not None and each.year == year}


def _placed(finding: Finding, changed: Mapping[str, bytes]) -> Finding:
    if finding.line or finding.path not in changed:
        return finding if finding.line else finding._replace(line=1, column=1)
    line, column = locate(compose(changed[finding.path])[0], finding.where)
    return finding._replace(line=line, column=column)

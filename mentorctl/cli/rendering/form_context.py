"""The context of forms: what their views may read of a program folder, loaded on demand."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.cli.rendering.origins import Origins
from mentorctl.forms import FormContext, SignatureLine
from mentorctl.model.approvers import as_approved
from mentorctl.model.look import Look
from mentorctl.model.paths import LOOK_FILE, TEMPLATES, in_pairing
from mentorctl.model.signature import SignatureState
from mentorctl.model.years import today_in
from mentorctl.render.program_templates import house_of
from mentorctl.reports.completers import completers, entry_of
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.evaluation.shown_summaries import evaluations
from mentorctl.reports.proofs.approval_report import judge_approval
from mentorctl.reports.proofs.signature_report import form_sources
from mentorctl.reports.provenance import provenance
from mentorctl.reports.standards import standards
from mentorctl.store.errors import StoreError
from mentorctl.store.people import called
from mentorctl.trail.git.committed_folder import lay_out
from mentorctl.trail.git.transport import RemoteAddress, chosen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from mentorctl.forms import Mode
    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Team
    from mentorctl.render.program_templates import House
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.store.folder import Folder
    from mentorctl.store.form_sources import FormSources

__all__ = ["Teams", "form_context", "house_in"]

# up to so many pairings are judged one by one
FEW = 3


def form_context(
    folder: Folder,
    today: dt.date | None = None,
    mode: Mode = "filled",
    *,
    teams: Teams | None = None,
) -> FormContext:
    """What forms may look at in a program folder.

    Args:
        folder: The program folder.
        today: The day on which to judge; the program's own today when left out.
        mode: Whether answers are filled in, and whether they may be missing.
        teams: The pairings of the year, where they are read already.
    """
    day = today or today_in(folder.program.timezone)
    counted = as_counted(folder, day)
    teams = teams or Teams(counted, day)
    judged = _Completers(counted, day, teams)
    return FormContext(
        program=counted.program,
        words=counted.words,
        people=counted.people,
        year=counted.program.year,
        today=day,
        mode=mode,
        shared=counted.shared,
        teams=teams,
        address=_address(folder.root),
        recorded="" if folder.past is None else provenance(folder).told,
        origin=Origins(counted),
        signed=_Signed(counted, teams),
        judge_approval=lambda team: judge_approval(folder.root, team, teams.sources),
        completers=judged,
        judge=judged.entry,
        naming=counted.pairings_naming,
        with_role=counted.people.with_role,
        evaluations=lambda: evaluations(counted),
        standards=lambda: standards(counted, day),
    )


def _address(root: Path) -> str:
    """The address that others reach the shared folder at, too; a path is one of this computer's."""
    known = chosen(root)
    address = RemoteAddress.parse(known, root) if known else None
    return address.shown if address and address.protocol != "file" else ""


def house_in(counted: CountedFolder) -> House:
    """How a program's forms look.

    Raises:
        StoreError: Its `templates/look.yaml` cannot be read.
        RenderError: Something else in its `templates/` cannot be used.
    """
    look = None
    if counted.past is not None:
        own = (f"{TEMPLATES}/{name}" for name in counted.written.files.below(TEMPLATES))
        lay_out(counted.written.reader.overlay, counted.root, own)
    if LOOK_FILE in counted.files:
        reader = counted.apart().reader
        look = reader.read(LOOK_FILE, Look)
        if look is None:
            first = reader.findings[0]
            raise StoreError(
                f"{first.path}:{first.line}:{first.column}: {first.message}", first.hint
            )
    instead = {
        path.removeprefix(f"{TEMPLATES}/"): data
        for path, data in counted.instead.items()
        if path.startswith(f"{TEMPLATES}/")
    }
    return house_of(counted.root, look, instead)


class Teams:
    """The pairings of the year, their signatures judged on a day, as those approved who may."""

    def __init__(self, folder: Folder, today: dt.date) -> None:
        self._counted = as_counted(folder, today)
        self._read: dict[str, Team] = {}

    def __call__(self) -> Iterator[Team]:
        """All of them, by id."""
        return map(self.team, self._counted.pairing_ids)

    def team(self, pairing_id: str) -> Team:
        """One of them.

        Raises:
            KeyError: There is none with this id.
        """
        if pairing_id not in self._read:
            team = as_approved(self._counted.team(pairing_id), self._counted.shared)
            self._read[pairing_id] = team
            signing = self._counted.signing
            if signing is not None and not team.standings:
                signing.judge(team)
        return self._read[pairing_id]

    @property
    def sources(self) -> FormSources:
        """What forms take from elsewhere, as it rightly is."""
        return form_sources(self._counted, self._counted.signing)


class _Completers:
    """The year's list of completers, as of a day."""

    def __init__(self, counted: CountedFolder, today: dt.date, teams: Teams) -> None:
        self._counted = counted
        self._today = today
        self._teams = teams
        self._alone: dict[str, CompleterEntry | None] = {}

    def __call__(self) -> CompleterList:
        return self._found

    def entry(self, pairing_id: str) -> CompleterEntry | None:
        """One pairing; the first few are judged alone, and with one more all of them."""
        if pairing_id not in self._alone and len(self._alone) < FEW:
            team = self._teams.team(pairing_id)
            self._alone[pairing_id] = (
                None if team.broken else entry_of(self._counted, self._today, team)
            )
        return self._alone.get(pairing_id) or self._by_pairing.get(pairing_id)

    @cached_property
    def _by_pairing(self) -> Mapping[str, CompleterEntry]:
        return {entry.pairing: entry for entry in (*self._found.completers, *self._found.others)}

    @cached_property
    def _found(self) -> CompleterList:
        return completers(self._counted, self._today)


class _Signed:
    """What is known of the signatures on records; nothing of those that are missing."""

    def __init__(self, counted: CountedFolder, teams: Teams) -> None:
        self._counted = counted
        self._teams = teams

    def __call__(self, path: str, role: str) -> SignatureLine | None:
        place, year = in_pairing(path), self._counted.program.year
        if place is None or place.year != year:
            return None
        if not self._counted.files_of(place.pairing):
            return None
        found = self._teams.team(place.pairing).standings.get((place.file, role))
        if found is None or found.state is SignatureState.MISSING:
            return None
        day = found.on.date() if found.on else None
        return SignatureLine(found.state.value, found.person, day, self._how(found))

    def _how(self, standing: Standing) -> str:
        """How it was signed, or what is the matter with it."""
        but = f"; {standing.but}" if standing.but else ""
        if standing.state is SignatureState.VALID:
            return f"signed with the key {standing.key}{but}"
        if standing.state is SignatureState.ATTESTED:
            by = called(self._counted.people, standing.attested_by)
            return f"on paper, attested by {by}{but}"
        return standing.why

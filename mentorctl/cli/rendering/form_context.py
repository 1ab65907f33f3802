"""The context of forms: what their views may read of a program folder, loaded on demand."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.cli.rendering.origins import Origins
from mentorctl.forms import FormContext, SignatureLine
from mentorctl.model.look import Look
from mentorctl.model.paths import LOOK_FILE, in_pairing
from mentorctl.model.signature import RECORD_ONLY, SignatureState
from mentorctl.model.years import today_in
from mentorctl.render.program_templates import house_of
from mentorctl.reports.completers import completers, entry_of
from mentorctl.reports.evaluation.shown_summaries import evaluations
from mentorctl.reports.proofs.approval_report import judge_approval
from mentorctl.reports.proofs.signature_report import form_sources, signing_of
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
    from mentorctl.model.team import Shared, Team
    from mentorctl.render.program_templates import House
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.store.folder import Folder
    from mentorctl.store.form_sources import FormSources
    from mentorctl.store.people import People

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
    teams = teams or Teams(folder, day)
    judged = _Completers(folder, day, teams)
    people = teams.people
    return FormContext(
        program=folder.program,
        words=folder.words,
        people=people,
        year=folder.program.year,
        today=day,
        mode=mode,
        shared=teams.counted(folder.shared),
        teams=teams,
        address=_address(folder.root),
        recorded="" if folder.past is None else provenance(folder).told,
        origin=Origins(folder),
        signed=_Signed(folder, teams),
        judge_approval=lambda team: judge_approval(folder.root, team, teams.sources),
        completers=judged,
        judge=judged.entry,
        naming=folder.pairings_naming,
        with_role=people.with_role,
        evaluations=lambda: evaluations(folder),
        standards=lambda: standards(folder, day),
    )


def _address(root: Path) -> str:
    """The address that others reach the shared folder at, too; a path is one of this computer's."""
    known = chosen(root)
    address = RemoteAddress.parse(known, root) if known else None
    return address.shown if address and address.protocol != "file" else ""


def house_in(folder: Folder) -> House:
    """How a program's forms look.

    Raises:
        StoreError: Its `templates/look.yaml` cannot be read.
        RenderError: Something else in its `templates/` cannot be used.
    """
    look = None
    if folder.past is not None:
        own = (f"templates/{name}" for name in folder.files.below("templates"))
        lay_out(folder.reader.overlay, folder.root, own)
    if LOOK_FILE in folder.files:
        reader = folder.apart().reader
        look = reader.read(LOOK_FILE, Look)
        if look is None:
            first = reader.findings[0]
            raise StoreError(
                f"{first.path}:{first.line}:{first.column}: {first.message}", first.hint
            )
    return house_of(folder.root, look)


class Teams:
    """The pairings of the year, their signatures judged on a day."""

    def __init__(self, folder: Folder, today: dt.date) -> None:
        self._folder = folder
        self._today = today
        self._read: dict[str, Team] = {}

    def __call__(self) -> Iterator[Team]:
        """All of them, by id."""
        return map(self.team, self._folder.pairing_ids)

    def team(self, pairing_id: str) -> Team:
        """One of them.

        Raises:
            KeyError: There is none with this id.
        """
        if pairing_id not in self._read:
            self._read[pairing_id] = team = self._folder.team(pairing_id)
            if self._signing is not None:
                self._signing.leave_what_counts(team)
        return self._read[pairing_id]

    def counted(self, shared: Shared) -> Shared:
        """The meetings and facts of the year without what counts for nothing."""
        return shared if self._signing is None else self._signing.counted(shared)

    @cached_property
    def people(self) -> People:
        """Everybody without what counts for nothing."""
        people = self._folder.people
        return people if self._signing is None else self._signing.counted_people(people)

    @property
    def sources(self) -> FormSources:
        """What forms take from elsewhere, as it rightly is."""
        return form_sources(self._folder, self._signing)

    @cached_property
    def _signing(self) -> Signing | None:
        return signing_of(self._folder, self._today)


class _Completers:
    """The year's list of completers, as of a day."""

    def __init__(self, folder: Folder, today: dt.date, teams: Teams) -> None:
        self._folder = folder
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
                None if team.broken else entry_of(self._folder, self._today, team)
            )
        return self._alone.get(pairing_id) or self._by_pairing.get(pairing_id)

    @cached_property
    def _by_pairing(self) -> Mapping[str, CompleterEntry]:
        return {entry.pairing: entry for entry in (*self._found.completers, *self._found.others)}

    @cached_property
    def _found(self) -> CompleterList:
        return completers(self._folder, self._today)


class _Signed:
    """What is known of the signatures on records; nothing of those that are missing."""

    def __init__(self, folder: Folder, teams: Teams) -> None:
        self._folder = folder
        self._teams = teams

    def __call__(self, path: str, role: str) -> SignatureLine | None:
        place, year = in_pairing(path), self._folder.program.year
        if place is None or place.year != year:
            return None
        if not self._folder.files_of(place.pairing):
            return None
        found = self._teams.team(place.pairing).standings.get((place.file, role))
        if found is None or found.state is SignatureState.MISSING:
            return None
        day = found.on.date() if found.on else None
        return SignatureLine(found.state.value, found.person, day, self._how(found))

    def _how(self, standing: Standing) -> str:
        """How it was signed, or what is the matter with it."""
        only = f"; {RECORD_ONLY}" if standing.record_only else ""
        if standing.state is SignatureState.VALID:
            return f"signed with the key {standing.key}{only}"
        if standing.state is SignatureState.ATTESTED:
            by = called(self._folder.people, standing.attested_by)
            return f"on paper, attested by {by}{only}"
        return standing.why

"""Pages that were signed by hand, and are not what a coordinator vouched for any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import EVIDENCE
from mentorctl.reports.proofs.audit_codes import HINTS, AuditCode
from mentorctl.store.evidence import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.canonical import Data
    from mentorctl.model.recorded import RecordedTeam

__all__ = ["changed_pages"]

_CODE = "scan-changed"
_BY_HAND = ("administrator", "signed")


class _Page(NamedTuple):
    """A scan that somebody vouched for: where that is said, by whom, and of which page."""

    where: str
    by: str
    name: str
    sha256: str
    role: str = ""
    person: str = ""
    key: str = ""


def changed_pages(team: RecordedTeam, root: Path) -> Iterator[AuditCode]:
    """The scans of a pairing that were changed, or taken away, after a coordinator saw them.

    Args:
        team: The pairing.
        root: The program folder.
    """
    for page in (*_of_statements(team), *_of_administrators(team)):
        name = team.path(f"{EVIDENCE}/{page.name}")
        # only what the listing found to be a plain file inside the folder
        if page.name in team.evidence and sha256_of(root / name) == page.sha256:
            continue
        yield AuditCode(
            _CODE,
            f"the scan that {page.by} vouched for in {page.where} is not there, or is another one"
            " now",
            HINTS[_CODE].format(path=name, pairing=team.id),
            name, team.id, page.role, page.person or page.by, page.key, "", "",
        )  # fmt: skip


def _of_statements(team: RecordedTeam) -> Iterator[_Page]:
    for stem, file in team.signatures.items():
        for signed in file.signed:
            said = signed.statement
            if said.paper is not None:
                scan = said.paper.scan
                yield _Page(stem, said.paper.attested_by, scan.file, scan.sha256,
                            said.role, said.person, said.key)  # fmt: skip


def _of_administrators(team: RecordedTeam) -> Iterator[_Page]:
    """Of reports that the administrator of a visited school signed."""
    for path, record in team.records.items():
        held: Data | None = record.content
        for name in _BY_HAND:
            held = held.get(name) if isinstance(held, dict) else None
        if isinstance(held, dict) and "scan_sha256" in held:
            by, name, sha256 = (
                str(held.get(each, "")) for each in ("attested_by", "scan", "scan_sha256")
            )
            yield _Page(path, by, name, sha256)

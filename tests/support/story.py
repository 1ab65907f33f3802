"""A small signed program that tests go on with: two pairings, a coordinator, keys, signatures."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from support.folders import BASE, PRESET
from support.histories import Made, plain
from support.run import mentorctl
from support.trails import (
    PROGRAM,
    as_yaml,
    key,
    lay_signed,
    print_of,
    recorded_as,
    signatures,
    stamp,
    statement,
)

from mentorctl.model.kinds import KINDS
from mentorctl.model.log import Log
from mentorctl.model.words import Words
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.store.form_sources import FormSources
from mentorctl.store.parse.reader import examine
from mentorctl.trail.git.one_run import one_run
from mentorctl.trail.ledger.trust_on_first_use import pin_founders
from mentorctl.trail.register.key_register import KeySpan, Register

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.record import Record
    from mentorctl.model.recorded import HeldKey, SignedStatement, SignedSurroundings
    from mentorctl.reports.proofs.audit import AuditReport
    from mentorctl.reports.proofs.audit_codes import AuditCode

__all__ = [
    "AMARA", "FIELDS", "FIRST", "IRIS", "NOOR", "ONE", "SECOND", "TEO", "TODAY", "Story", "matters",
    "pushed_to_guard", "see_founder",
]  # fmt: skip

IRIS, TEO, AMARA, NOOR = "iris-nakamura", "teo-lindqvist", "amara-okafor", "noor-haddad"
FIRST = "pairings/2026-2027/amara-okafor-teo-lindqvist"
SECOND = "pairings/2026-2027/grace-whitfield-teo-lindqvist"
ONE, _PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
TODAY = dt.date(2027, 5, 3)
# what histories of anybody's making write, and who may
FIELDS = {
    (ONE, "Thorough on grading"): {IRIS, TEO},
    (ONE, "slot: 1\nachieved: "): {IRIS, AMARA},
    (_PLAN, "initials: NH"): {IRIS, NOOR},
    (_PLAN, "content_area: "): {IRIS, TEO, AMARA, NOOR},
    ("program.yaml", "agency: "): {IRIS},
}
_AUTHORS = {
    IRIS: "Iris Nakamura <iris.nakamura@agency.example>",
    TEO: "Teo Lindqvist <teo.lindqvist@marlow-tech.example>",
    AMARA: "Amara Okafor <amara.okafor@hollis-creek.example>",
    NOOR: "Noor Haddad <noor.haddad@fcs-advisors.example>",
}
_MODELS = {kind.folder or kind.name: kind.model for kind in KINDS}


class Story:
    """A history in the making.

    Attributes:
        files: What the next commit will hold, by path.
        commits: The commits so far.
        signers: Who signs each of them.
    """

    def __init__(self) -> None:
        self.files = dict(_files())
        self.commits: list[Made] = []
        self.signers: list[str | None] = []
        self.keys(IRIS, key(IRIS))
        self.commit(at="2026-08-03T09:00")
        for each in (TEO, AMARA, NOOR):
            self.keys(each, key(each, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00"))
        self.commit(at="2026-08-04T09:00")

    def keys(self, person: str, *keys: HeldKey) -> None:
        """Put keys into a person's file, in the place of those that are there."""
        path = f"people/{person}.yaml"
        head = self.files[path].partition(b"keys:")[0]
        self.files[path] = head + as_yaml({"keys": [msgspec.to_builtins(each) for each in keys]})

    def put(self, path: str, old: str, new: str) -> None:
        """Change a text in a file."""
        text = self.files[path].decode()
        assert old in text
        self.files[path] = text.replace(old, new).encode()

    def record(self, path: str, pairing: str = FIRST) -> Any:
        """A record as the next commit will hold it; `log.yaml#ID` is one entry."""
        file, _, entry = path.partition("#")
        model = _MODELS[file.removesuffix(".yaml").partition("/")[0]]
        record, faults = examine(self.files[f"{pairing}/{file}"], model, Words())
        assert record is not None, faults
        if entry:
            assert isinstance(record, Log)
            return next(each for each in record.entries if each.id == entry)
        return record

    def signature(
        self, path: str, role: str, person: str, at: str = "", *, pairing: str = FIRST, **said: Any
    ) -> SignedStatement:
        """A signature on a record as it is now."""
        record: Record = self.record(path, pairing)
        at = at or "2026-10-05T16:00:00-05:00"
        return statement(record, f"{pairing}/{path}", role, person, at, **said)

    def around(self, path: str, role: str, pairing: str = FIRST) -> SignedSurroundings:
        """What the form of a record takes from elsewhere as it is now, as a statement has it."""

        def sha256(name: str) -> str:
            return hashlib.sha256(self.files[name]).hexdigest() if name in self.files else ""

        sources = FormSources(self.files.get, sha256)
        return sources.covered(recorded_as(self.record(path, pairing)), role, pairing)

    def sign(
        self, path: str, role: str, person: str, at: str = "", *, pairing: str = FIRST, **said: Any
    ) -> SignedStatement:
        """Put a signature where it belongs, beside those that are there."""
        signed = self.signature(path, role, person, at, pairing=pairing, **said)
        self.lay(path, role, signed, pairing=pairing)
        return signed

    def lay(self, path: str, role: str, *signed: SignedStatement, pairing: str = FIRST) -> None:
        """Put signatures into the file of a record and a role, beside those that are there."""
        stem = path.partition("#")[0].removesuffix(".yaml").replace("/", "-")
        file = f"{pairing}/signatures/{stem}.{role}.yaml"
        old = self.files.get(file, b"signed:\n")
        self.files[file] = old + signatures(*signed).removeprefix(b"signed:\n")

    def commit(
        self,
        by: str | None = IRIS,
        at: str = "2026-10-05T17:00",
        *,
        parents: tuple[int, ...] | None = None,
        author: str = "",
    ) -> int:
        """Make a commit of the files as they are now; its place among the others."""
        name = _AUTHORS.get(author or by or "", "Jo Tester <jo.tester@example.org>")
        when = stamp(at).rpartition("> ")[2]
        self.commits.append(Made(dict(self.files), parents, author=f"{name} {when}"))
        self.signers.append(by)
        return len(self.commits) - 1

    def go_to(self, place: int) -> None:
        """Have the files as they were in a commit."""
        self.files = dict(self.commits[place].files)

    def lay_in(self, root: Path) -> list[str]:
        """Make it a repository; the commits' ids."""
        root.mkdir(exist_ok=True)
        return lay_signed(root, self.commits, self.signers)

    def audit(self, root: Path, **asked: Any) -> AuditReport:
        """Make it a repository and audit it."""
        self.lay_in(root)
        with one_run():
            return audit(Folder(root).recorded, TODAY, **asked)


def see_founder() -> None:
    """Have the user see that the first coordinator founded it, before anything else."""
    mark, commit = print_of(IRIS), "0" * 40
    span = KeySpan(IRIS, "", dt.date(2026, 8, 3), None, commit)
    pin_founders(PROGRAM, Register({mark: span}, frozenset({IRIS}), commit), TODAY)


def matters(report: AuditReport, code: str) -> list[AuditCode]:
    """What an audit found of one kind."""
    return [each for each in report.matters if each.code == code]


@cache
def _files() -> dict[str, bytes]:
    program = PRESET.read_text(encoding="utf-8")
    program = program.replace("\nid: preset\n", f"\nid: {PROGRAM}\n")
    program = program.replace("coordinators: []", f"coordinators:\n  - {IRIS}")
    files = {"program.yaml": program.encode()}
    for path in BASE.rglob("*"):
        name = path.relative_to(BASE).as_posix()
        if path.is_file() and name != "case.yaml":
            files[name] = path.read_bytes()
    for name in ("pairing", "plan"):
        text = files[f"{FIRST}/{name}.yaml"].replace(AMARA.encode(), b"grace-whitfield")
        files[f"{SECOND}/{name}.yaml"] = text
    return files


def pushed_to_guard(root: Path, start: str) -> subprocess.CompletedProcess[str]:
    """Send a history to a shared folder that has it up to a commit, and a guard."""
    place = root.parent / "shared.git"
    plain(root, "init", "-q", "--bare", "-b", "main", str(place))
    plain(root, "push", "-q", str(place), f"{start}:refs/heads/main")
    assert mentorctl("guard", "--install", place, cwd=root.parent).code == 0
    return subprocess.run(
        ["git", "push", "-q", place, "main"],
        cwd=root, check=False, capture_output=True, text=True,
    )  # fmt: skip

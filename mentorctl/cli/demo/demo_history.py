"""The signed history of the sample program: its year, signed by keys made on the spot.

Who did what on which day stands in `year.jsonl`, which `tests/sample_year` works out from the
records' own days. The keys are the invented people's, and no one else's: each demo makes its own,
and keeps them in `.git/mentorctl/demo-keys`, which no commit holds and no copy takes along.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from mentorctl.cli.demo.demo_evaluation import MOMENTS, evaluation_steps
from mentorctl.cli.signing.signing_targets import HEAD
from mentorctl.model.canonical import Data, data
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import (
    ALLOWED_SIGNERS,
    EVIDENCE,
    PAIRING_FILE,
    in_pairing,
    pairing_file,
    person_file,
    record_name,
    signature_file,
)
from mentorctl.model.recorded import (
    HeldKey,
    KeyStatement,
    PaperSignature,
    Recorded,
    RecordedTeam,
    Scan,
    Statement,
    signed_entry,
)
from mentorctl.store.edit.yaml_text import STEP, entries
from mentorctl.store.folder import Folder
from mentorctl.store.form_sources import FormSources
from mentorctl.store.recorded_files import entries_of, pairing_facts
from mentorctl.trail.git.fast_import import HistoryWriter
from mentorctl.trail.register.allowed_signers import allowed_signers
from mentorctl.trail.register.key_register import KeySpan
from mentorctl.trail.signatures.statements import (
    Target,
    fill_blanks,
    sign_unchecked,
    statement,
    vouch,
)
from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.cli.demo.demo_evaluation import EvaluationStep

__all__ = ["KEYS", "DemoEvent", "events", "lay_year"]

KEYS = ".git/mentorctl/demo-keys"
YEAR = Path(__file__).with_name("year.jsonl")
# a page signed by hand: drawn by a program, of nobody's hand
SCAN = Path(__file__).with_name("scan.png")
KEYS_HEAD = """\
# Public keys that this person signs with. Registered by a coordinator: mentorctl key add
"""


class DemoEvent(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person did at one time.

    Attributes:
        at: When, by the program's clock: `2026-10-29T12:13`.
        who: The person's id.
        what: What it was, in plain words.
        files: What files hold from then on: all lines of the sample's file for None, else some of
            them (from which on, and before which) and others.
        signs: The signatures given: the record, `…/log.yaml#ID` for an entry, and the role.
        on_paper: Whether they were given by hand.
        keys: The people whose keys were registered.
    """

    at: str
    who: str
    what: str
    files: dict[str, list[tuple[int, int] | str] | None] = {}
    signs: list[tuple[str, str]] = []
    on_paper: bool = False
    keys: list[str] = []


def events() -> list[DemoEvent]:
    """The year of the sample program, in order; files that none names are there at its start."""
    return msgspec.json.Decoder(DemoEvent).decode_lines(YEAR.read_bytes())


def lay_year(root: Path) -> None:
    """Give the sample program its history: records that came and grew, and who signed them.

    Args:
        root: The sample program, a repository without a commit. What is signed, the keys and a
            scan are added to its files.

    Raises:
        OSError: The folder cannot be written to.
        GitError: git is missing, or does not do it.
    """
    told = events()
    year = _Year(Folder(root), HistoryWriter(root))
    named = {path for event in told for path in event.files}
    others = [each.relative_to(root).as_posix() for each in sorted(root.rglob("*"))
              if each.is_file() and each.relative_to(root).parts[0] != ".git"]  # fmt: skip
    first, *rest = told
    beginning = first.files | {path: None for path in others if path not in named}
    waiting, steps = list(MOMENTS), year.evaluation()
    for event in (msgspec.structs.replace(first, files=beginning), *rest):
        while waiting and waiting[0] < event.at:
            year.hold(next(steps), waiting.pop(0))
        year.tell(event)
    year.laying.write()
    year.keep_keys()


class _Holder(NamedTuple):
    """An invented person and their key."""

    person: str
    key: SoftKey
    mark: str

    def sign(self, texts: Sequence[bytes], namespace: str) -> list[str]:
        """Sign some texts."""
        return [self.key.sign(each, namespace) for each in texts]


class _Year:
    """Writes the events of the year as commits."""

    def __init__(self, folder: Folder, laying: HistoryWriter) -> None:
        self.folder = folder
        self.laying = laying
        self._program = folder.program
        self._zone = ZoneInfo(folder.program.timezone)
        self._keeper = folder.program.coordinators[0]
        self._holders: dict[str, _Holder] = {}
        self._spans: dict[str, KeySpan] = {}
        self._texts: dict[str, bytes] = {}
        self._signed: dict[str, list[Data]] = {}
        self._sources = FormSources(self._texts.get, self._sha256)
        self._titles = {each.id: each.title for each in folder.program.roles}

    def tell(self, event: DemoEvent) -> None:
        """Commit what a person did, and put on disk what the sample's own files do not hold."""
        when = dt.datetime.fromisoformat(event.at).replace(tzinfo=self._zone)
        files = {path: self._text(path, pieces) for path, pieces in event.files.items()}
        self._texts |= files
        self._sources.forget(files)
        made: dict[str, bytes] = {}
        for person in event.keys:
            path = person_file(person)
            made[path] = files[path] + self._registered(person, when).encode()
        if event.keys:
            made[ALLOWED_SIGNERS] = allowed_signers(self._spans).encode()
        lines = []
        for record, role in event.signs:
            said = self._sign(record, role, event, when, made)
            word = "Attested" if said.paper else "Signed"
            lines.append(f"Mentorctl-{word}: {said.record} {said.role} {said.person}")
        self._put(made)
        lines += [f"Mentorctl-Key: {self._holders[event.who].mark}"] if event.signs else []
        message = "\n\n".join(filter(None, (event.what, "\n".join(lines))))
        self._commit(files | made, message, event.who, when)

    def evaluation(self) -> Iterator[EvaluationStep]:
        """The steps of the evaluation; each is made when it is asked for."""
        keys = {name: each.key.public_line() for name, each in self._holders.items()}
        days = [dt.datetime.fromisoformat(each).date() for each in MOMENTS]
        yield from evaluation_steps(self.folder, keys, self._signed_by, days)

    def hold(self, step: EvaluationStep, at: str) -> None:
        """Commit a step of the evaluation."""
        when = dt.datetime.fromisoformat(at).replace(tzinfo=self._zone)
        self._put(dict(step.files))
        self._commit(step.files, step.what, step.who, when)

    def _signed_by(self, person: str, text: bytes, namespace: str) -> str:
        return self._holders[person].key.sign(text, namespace)

    def _commit(
        self, files: Mapping[str, bytes], message: str, person: str, when: dt.datetime
    ) -> None:
        who, holder = self.folder.people[person], self._holders[person]
        author = who.name, who.email or f"{person}@mentoring.example"
        self.laying.commit(files, message, author, when, holder.key.sign_commit)

    def keep_keys(self) -> None:
        """Keep the invented people's keys, for whoever wants to try them."""
        home = self.folder.root / KEYS
        home.mkdir(mode=0o700, parents=True)
        for person, holder in self._holders.items():
            private = home / person
            private.touch(mode=0o600)
            private.write_text(holder.key.private_openssh(), encoding="ascii", newline="\n")
            line = f"{holder.key.public_line(person)}\n"
            private.with_name(f"{person}.pub").write_text(line, encoding="utf-8", newline="\n")

    def _text(self, path: str, pieces: list[tuple[int, int] | str] | None) -> bytes:
        whole = self.folder.root.joinpath(path).read_bytes()
        if pieces is None:
            return whole
        lines = whole.decode().splitlines(keepends=True)
        made = (f"{each}\n" if isinstance(each, str) else "".join(lines[slice(*each)])
                for each in pieces)  # fmt: skip
        return "".join(made).encode()

    def _sha256(self, path: str) -> str:
        held = self._texts.get(path)
        return "" if held is None else hashlib.sha256(held).hexdigest()

    def _put(self, made: dict[str, bytes]) -> None:
        for path, content in made.items():
            file = self.folder.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def _registered(self, person: str, when: dt.datetime) -> str:
        """A person's new key, as their file has it; the coordinator vouches for it."""
        soft = SoftKey.generate()
        holder = _Holder(person, soft, fingerprint(soft.public))
        self._holders[person] = holder
        self._spans[holder.mark] = KeySpan(person, soft.public_line(), when.date(), None, "")
        about = KeyStatement(
            program=self._program.id,
            person=person,
            public=soft.public_line(),
            added=when.date(),
            by="",
            signed_at=when.isoformat(timespec="seconds"),
            key="",
        )
        keeper = self._holders[self._keeper]
        vouched = (vouch(keeper, about),) if person != self._keeper else ()
        key = HeldKey(public=about.public, added=when.date(), vouched=vouched)
        return KEYS_HEAD + _lines({"keys": [data(key) or {}]}, 0)

    def _sign(
        self, path: str, role: str, event: DemoEvent, when: dt.datetime, made: dict[str, bytes]
    ) -> Statement:
        """Put a statement and its signature into their file."""
        setting, number = self._program.signing, self._program.format or 1
        place, kind = in_pairing(path), kind_of(path.partition("#")[0])
        assert place is not None
        assert kind is not None
        file, _, entry = path.partition("#")
        record = _recorded(kind.name, self._texts[file], number)[entry]
        folder = pairing_file(place.year, place.pairing, "").rstrip("/")
        team = RecordedTeam(id=place.pairing, year=place.year, folder=folder)
        pairing = pairing_facts(self._texts[team.path(PAIRING_FILE)], number)
        person = str(getattr(pairing, role))
        paper = None
        if event.on_paper:
            content = SCAN.read_bytes()
            name = f"{record_name(place.file).replace('/', '-')}-signed.png"
            made[team.path(f"{EVIDENCE}/{name}")] = content
            kept = Scan(name, hashlib.sha256(content).hexdigest())
            paper = PaperSignature(when.date(), event.who, kept)
        title = self.folder.words.say(kind.title)
        intent = fill_blanks(
            setting.attestation if paper else setting.intent,
            record=title,
            role=self._titles.get(role, role),
            person=self.folder.people[person].name,
        )
        target = Target(place.file, record, role, title, title)
        signer = self._holders[event.who]
        said = statement(
            self._program, team, target, self._sources, person=person, intent=intent,
            key=signer.mark, at=when, paper=paper,
        )  # fmt: skip
        signatures = team.path(signature_file(place.file, role))
        held = self._signed.setdefault(signatures, [])
        held += [signed_entry(each) for each in sign_unchecked(signer, [said])]
        head = HEAD.format(up="../" * signatures.count("/"))
        made[signatures] = (head + _lines(held, STEP)).encode()
        return said


@lru_cache(maxsize=8)
def _recorded(kind: str, text: bytes, number: int) -> dict[str, Recorded]:
    found = entries_of(kind, text, number)
    if found is None:
        raise ValueError(text)
    return found


def _lines(value: Data | Iterable[Data], indent: int) -> str:
    written = value if isinstance(value, dict) else list(value)
    return "".join(f"{line}\n" for line in entries(written, indent))

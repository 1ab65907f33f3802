"""The signed history of the sample program: its year, signed by keys made on the spot.

Who did what on which day stands in `year.jsonl`, which `tests/sample_year` works out from the
records' own days. The keys are
the invented people's, and no one else's: each demo makes its own, and keeps them in
`.git/mentorctl/demo-keys`, which no commit holds and no copy takes along.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from mentorctl.cli.signing.signing_targets import HEAD
from mentorctl.model.canonical import Data, data, digest
from mentorctl.model.kinds import kind_named, kind_of
from mentorctl.model.paths import (
    EVIDENCE,
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
    Scan,
    SignedStatement,
    Statement,
    Vouch,
    signed_entry,
    text_to_sign,
)
from mentorctl.model.signature import NAMESPACE
from mentorctl.store.edit.yaml_text import STEP, entries
from mentorctl.store.folder import Folder
from mentorctl.store.recorded import entries_of, pairing_facts
from mentorctl.trail.git.fast_import import Laying
from mentorctl.trail.ledger.key_register import KEY_NAMESPACE, KeySpan, text_to_vouch
from mentorctl.trail.signatures.statements import worded
from mentorctl.trail.ssh.allowed_signers import ALLOWED_FILE, allowed_signers
from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    year = _Year(Folder(root), Laying(root))
    named = {path for event in told for path in event.files}
    others = [each.relative_to(root).as_posix() for each in sorted(root.rglob("*"))
              if each.is_file() and each.relative_to(root).parts[0] != ".git"]  # fmt: skip
    first, *rest = told
    beginning = first.files | {path: None for path in others if path not in named}
    for event in (msgspec.structs.replace(first, files=beginning), *rest):
        year.tell(event)
    year.laying.write()
    year.keep_keys()


class _Holder(NamedTuple):
    """An invented person's key."""

    key: SoftKey
    mark: str


class _Year:
    """Tells a year to a history."""

    def __init__(self, folder: Folder, laying: Laying) -> None:
        self.folder = folder
        self.laying = laying
        self._program = folder.program
        self._zone = ZoneInfo(folder.program.timezone)
        self._keeper = folder.program.coordinators[0]
        self._holders: dict[str, _Holder] = {}
        self._spans: dict[str, KeySpan] = {}
        self._texts: dict[str, bytes] = {}
        self._signed: dict[str, list[Data]] = {}
        self._titles = {each.id: each.title for each in folder.program.roles}

    def tell(self, event: DemoEvent) -> None:
        """Commit what a person did, and put on disk what the sample's own files do not hold."""
        when = dt.datetime.fromisoformat(event.at).replace(tzinfo=self._zone)
        files = {path: self._text(path, pieces) for path, pieces in event.files.items()}
        self._texts |= files
        made: dict[str, bytes] = {}
        for person in event.keys:
            path = person_file(person)
            made[path] = files[path] + self._registered(person, when).encode()
        if event.keys:
            made[ALLOWED_FILE] = allowed_signers(self._spans).encode()
        lines = []
        for record, role in event.signs:
            said = self._statement(record, role, event, when, made)
            self._add(said, event.who, made)
            word = "Attested" if said.paper else "Signed"
            lines.append(f"Mentorctl-{word}: {said.record} {said.role} {said.person}")
        self._put(made)
        holder = self._holders[event.who]
        lines += [f"Mentorctl-Key: {holder.mark}"] if event.signs else []
        message = "\n\n".join(filter(None, (event.what, "\n".join(lines))))
        who = self.folder.people[event.who]
        author = who.name, who.email or f"{event.who}@mentoring.example"
        self.laying.commit(files | made, message, author, when, holder.key.sign_commit)

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

    def _put(self, made: dict[str, bytes]) -> None:
        for path, content in made.items():
            file = self.folder.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

    def _registered(self, person: str, when: dt.datetime) -> str:
        """A person's new key, as their file has it; the coordinator vouches for it."""
        soft = SoftKey.generate()
        mark = fingerprint(soft.public)
        self._holders[person] = _Holder(soft, mark)
        self._spans[mark] = KeySpan(person, soft.public_line(), when.date(), None, "")
        keeper = self._holders[self._keeper]
        public = soft.public_line()
        about = KeyStatement(
            program=self._program.id,
            person=person,
            public=public,
            added=when.date(),
            by=self._keeper,
            signed_at=when.isoformat(timespec="seconds"),
            key=keeper.mark,
        )
        vouch = Vouch(about, keeper.key.sign(text_to_vouch(about), KEY_NAMESPACE))
        vouched = (vouch,) if person != self._keeper else ()
        key = HeldKey(public=public, added=when.date(), vouched=vouched)
        return KEYS_HEAD + _lines({"keys": [data(key) or {}]}, 0)

    def _statement(
        self, path: str, role: str, event: DemoEvent, when: dt.datetime, made: dict[str, bytes]
    ) -> Statement:
        setting, folder, number = self._program.signing, self.folder, self._program.format or 1
        place = in_pairing(path)
        assert place is not None
        record = self._record(path, number)
        pairing = pairing_facts(self._texts[pairing_file(place.year, place.pairing)], number)
        person = str(getattr(pairing, role))
        paper = None
        if event.on_paper:
            content = SCAN.read_bytes()
            name = f"{record_name(place.file).replace('/', '-')}-signed.png"
            made[pairing_file(place.year, place.pairing, f"{EVIDENCE}/{name}")] = content
            kept = Scan(name, hashlib.sha256(content).hexdigest())
            paper = PaperSignature(when.date(), event.who, kept)
        return Statement(
            program=self._program.id,
            record=path,
            content=digest(record.covered(role)),
            role=role,
            person=person,
            intent=worded(
                setting.attestation if paper else setting.intent,
                record=folder.words.say(kind_named(record.kind).title),
                role=self._titles.get(role, role),
                person=folder.people[person].name,
            ),
            consent=setting.consent,
            signed_at=when.isoformat(timespec="seconds"),
            key=self._holders[event.who].mark,
            paper=paper,
            format=number if number > 1 else None,
        )

    def _record(self, path: str, number: int) -> Recorded:
        """What somebody signs, as it is now."""
        file, _, entry = path.partition("#")
        kind = kind_of(file)
        assert kind is not None
        return _recorded(kind.name, self._texts[file], number)[entry]

    def _add(self, said: Statement, who: str, made: dict[str, bytes]) -> None:
        """Put a statement and its signature into their file."""
        text = msgspec.json.encode(data(said))
        signature = self._holders[who].key.sign(text_to_sign(text), NAMESPACE)
        place = in_pairing(said.record)
        assert place is not None
        path = pairing_file(place.year, place.pairing, signature_file(place.file, said.role))
        held = self._signed.setdefault(path, [])
        held.append(signed_entry(SignedStatement(said, signature, text)))
        head = HEAD.format(up="../" * path.count("/"))
        made[path] = (head + _lines(held, STEP)).encode()


@lru_cache(maxsize=8)
def _recorded(kind: str, text: bytes, number: int) -> dict[str, Recorded]:
    found = entries_of(kind, text, number)
    if found is None:
        raise ValueError(text)
    return found


def _lines(value: Data | Iterable[Data], indent: int) -> str:
    written = value if isinstance(value, dict) else list(value)
    return "".join(f"{line}\n" for line in entries(written, indent))

"""The signed history of the sample program: its year, signed by keys made on the spot.

The keys are the invented people's, and no one else's: each demo makes its own, and keeps them in
`.git/mentorctl/demo-keys`, which no commit holds and no copy takes along.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from mentorctl.cli.demo.demo_scan import scan
from mentorctl.cli.demo.demo_year import DemoEvent, Sign, events
from mentorctl.cli.signing.signing_targets import HEAD
from mentorctl.model.canonical import Data, data, digest
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import EVIDENCE, person_file, record_name, signature_file
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
from mentorctl.store.recorded import entries_of
from mentorctl.trail.git.fast_import import Laying
from mentorctl.trail.ledger.key_register import KEY_NAMESPACE, KeySpan, text_to_vouch
from mentorctl.trail.signatures.signature_states import signable
from mentorctl.trail.signatures.statements import worded
from mentorctl.trail.ssh.allowed_signers import ALLOWED_FILE, allowed_signers
from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["KEYS", "lay_year"]

KEYS = ".git/mentorctl/demo-keys"
FIRST_HOUR = 8
HOUR = 60
KEYS_HEAD = """\
# Public keys that this person signs with. Registered by a coordinator: mentorctl key add
"""


def lay_year(root: Path, last: dt.date) -> None:
    """Give the sample program its history: records that came and grew, and who signed them.

    Args:
        root: The sample program, a repository without a commit. What is signed, the keys and a
            scan are added to its files.
        last: The day as of which it stands as it does.

    Raises:
        OSError: The folder cannot be written to.
        GitError: git is missing, or does not do it.
    """
    year = _Year(Folder(root), Laying(root))
    for event in sorted(events(year.folder, last), key=_time):
        year.tell(event)
    year.laying.write()
    year.keep_keys()


def _time(event: DemoEvent) -> tuple[dt.date, int]:
    """When something happened: during the day, what belongs together in its order."""
    minute = zlib.crc32(event.message.encode()) % HOUR
    return event.day, (FIRST_HOUR + event.stage) * HOUR + minute


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
        self._signed: dict[str, list[Data]] = {}
        self._titles = {each.id: each.title for each in folder.program.roles}

    def tell(self, event: DemoEvent) -> None:
        """Commit what a person did, and put on disk what the sample's own files do not hold."""
        day, minute = _time(event)
        when = dt.datetime.combine(day, dt.time(*divmod(minute, HOUR)), self._zone)
        files = {path: text.encode() for path, text in event.files.items()}
        made: dict[str, bytes] = {}
        for person in event.keys:
            path = person_file(person)
            made[path] = files[path] + self._registered(person, when).encode()
        if event.keys:
            made[ALLOWED_FILE] = allowed_signers(self._spans).encode()
        lines = []
        for sign in event.signs:
            said = self._statement(sign, event.who, when, made)
            self._add(sign, said, event.who, made)
            word = "Attested" if said.paper else "Signed"
            lines.append(f"Mentorctl-{word}: {said.record} {said.role} {said.person}")
        self._put(made)
        holder = self._holders[event.who]
        lines += [f"Mentorctl-Key: {holder.mark}"] if event.signs else []
        message = "\n\n".join(filter(None, (event.message, "\n".join(lines))))
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
        self, sign: Sign, who: str, when: dt.datetime, made: dict[str, bytes]
    ) -> Statement:
        number = self._program.format or 1
        record = _record(sign, number)
        setting, folder = self._program.signing, self.folder
        person = str(getattr(sign.team.pairing, sign.role))
        paper = None
        if sign.on_paper:
            stem = record_name(sign.path).replace("/", "-")
            name, content = f"{stem}-signed.png", scan()
            made[sign.team.path(f"{EVIDENCE}/{name}")] = content
            kept = Scan(name, hashlib.sha256(content).hexdigest())
            paper = PaperSignature(when.date(), who, kept)
        return Statement(
            program=self._program.id,
            record=sign.team.path(sign.path),
            content=digest(record.covered(sign.role)),
            role=sign.role,
            person=person,
            intent=worded(
                setting.attestation if paper else setting.intent,
                record=folder.words.say(kind_named(record.kind).title),
                role=self._titles.get(sign.role, sign.role),
                person=folder.people[person].name,
            ),
            consent=setting.consent,
            signed_at=when.isoformat(timespec="seconds"),
            key=self._holders[who].mark,
            paper=paper,
            format=number if number > 1 else None,
        )

    def _add(self, sign: Sign, said: Statement, who: str, made: dict[str, bytes]) -> None:
        """Put a statement and its signature into their file."""
        text = msgspec.json.encode(data(said))
        signature = self._holders[who].key.sign(text_to_sign(text), NAMESPACE)
        path = sign.team.path(signature_file(sign.path, sign.role))
        held = self._signed.setdefault(path, [])
        held.append(signed_entry(SignedStatement(said, signature, text)))
        head = HEAD.format(up="../" * path.count("/"))
        made[path] = (head + _lines(held, STEP)).encode()


def _record(sign: Sign, number: int) -> Recorded:
    """What somebody signs, as it was then."""
    file, _, entry = sign.path.partition("#")
    kind = next(each for _, path, each in signable(sign.team.recorded)
                if path.partition("#")[0] == file).kind  # fmt: skip
    return _recorded(kind, sign.text, number)[entry]


@lru_cache(maxsize=8)
def _recorded(kind: str, text: str, number: int) -> dict[str, Recorded]:
    found = entries_of(kind, text.encode(), number)
    if found is None:
        raise ValueError(text)
    return found


def _lines(value: Data | Iterable[Data], indent: int) -> str:
    written = value if isinstance(value, dict) else list(value)
    return "".join(f"{line}\n" for line in entries(written, indent))

"""Signed histories of invented programs: people, keys, statements and commits, laid at once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec
from support.histories import Made, lay_history, plain
from support.keys import key_of

from mentorctl.model.canonical import Data, data, digest
from mentorctl.model.kinds import KINDS
from mentorctl.model.log import LogEntry
from mentorctl.model.recorded import (
    HeldKey,
    KeyStatement,
    Recorded,
    SignedStatement,
    Statement,
    Vouch,
    signed_entry,
    text_to_sign,
)
from mentorctl.model.signature import NAMESPACE
from mentorctl.trail.register.key_words import KEY_NAMESPACE, text_to_vouch
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.record import Record

__all__ = [
    "PROGRAM", "SENTENCE", "as_yaml", "changed", "covered", "key", "lay_signed", "print_of",
    "recorded_as", "signatures", "stamp", "statement",
]  # fmt: skip

PROGRAM = "mp-7f3k9q"
ZONE = dt.timezone(dt.timedelta(hours=-6))

# what programs have people agree to, with a record and a role in it
SENTENCE = (
    "I have read this record and sign it as they do: to the best of my knowledge it is true and"
    " complete."
)
SEEN = "I have seen this record signed by hand by them as they do, and the scan shows it."


def lay_signed(root: Path, commits: Sequence[Made], signers: Sequence[str | None]) -> list[str]:
    """Make a folder a repository with these commits, each signed by an invented person.

    Returns:
        Their ids, in the order given.
    """

    def signed(number: int, raw: bytes) -> bytes:
        signer = signers[number]
        return key_of(signer).sign_commit(raw) if signer else raw

    ids = lay_history(root, commits, sign=signed)
    plain(root, "reset", "-q", "--hard")
    return ids


def stamp(when: str | dt.datetime, name: str = "Jo Tester") -> str:
    """Who and when, as a commit has it; an address made from the name."""
    at = dt.datetime.fromisoformat(when) if isinstance(when, str) else when
    at = at if at.tzinfo else at.replace(tzinfo=ZONE)
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return f"{name} <{email}> {int(at.timestamp())} {at:%z}"


def print_of(person: str) -> str:
    """The fingerprint of an invented person's key."""
    return fingerprint(key_of(person).public)


def key(
    person: str,
    added: str = "2026-08-03",
    revoked: str | None = None,
    *,
    by: str = "",
    of: str = "",
    at: str = "2026-08-03T09:00:00-05:00",
    **said: str,
) -> HeldKey:
    """A registered key.

    Args:
        person: Whose file it stands in.
        added: Its first day.
        revoked: The first day that counts no more.
        by: The coordinator who vouches for it; nobody when empty.
        of: Whose key it really is; the person's own when empty.
        at: When the coordinator vouched.
        said: What the coordinator's statement says instead.
    """
    public = key_of(of or person).public_line()
    days = dt.date.fromisoformat(added), dt.date.fromisoformat(revoked) if revoked else None
    found = HeldKey(public=public, added=days[0], revoked=days[1])
    if not by:
        return found
    word = KeyStatement(
        program=PROGRAM, person=person, public=public, added=days[0], revoked=days[1], by=by,
        signed_at=at, key=print_of(by),
    )  # fmt: skip
    word = msgspec.structs.replace(word, **said)
    vouch = Vouch(word, key_of(by).sign(text_to_vouch(word), KEY_NAMESPACE))
    return msgspec.structs.replace(found, vouched=(vouch,))


def statement(
    record: Record | Recorded,
    path: str,
    role: str,
    person: str,
    at: str = "2026-10-05T16:00:00-05:00",
    *,
    by: str = "",
    namespace: str = NAMESPACE,
    **said: Any,
) -> SignedStatement:
    """A signed statement.

    Args:
        record: What is signed.
        path: Where it lies in the program folder.
        role: In which role.
        person: Who.
        at: When.
        by: Whose key signs; the person's own when empty.
        namespace: What the signature is made for.
        said: What the statement says instead.
    """
    word = Statement(
        program=PROGRAM, record=path, content=digest(covered(record, role)), role=role,
        person=person, intent=SENTENCE, consent="I agree to sign electronically.",
        signed_at=at, key=print_of(by or person),
    )  # fmt: skip
    word = msgspec.structs.replace(word, **({"intent": SEEN} if said.get("paper") else {}) | said)
    text = msgspec.json.encode(data(word))
    return SignedStatement(word, key_of(by or person).sign(text_to_sign(text), namespace), text)


def changed(signed: SignedStatement, **said: Any) -> SignedStatement:
    """A statement edited after it was signed."""
    word = msgspec.structs.replace(signed.statement, **said)
    return msgspec.structs.replace(signed, statement=word, said=msgspec.json.encode(data(word)))


def covered(record: Record | Recorded, role: str) -> Data | None:
    """What a role's signature on a record covers in a folder of the first format."""
    return (record if isinstance(record, Recorded) else recorded_as(record)).covered(role, 1)


def recorded_as(record: Record) -> Recorded:
    """A record as its file in a folder of the first format would say it."""
    kinds = {kind.model: kind.name for kind in KINDS} | {LogEntry: "log"}
    return Recorded(kinds[type(record)], data(record), 1)


def signatures(*signed: SignedStatement) -> bytes:
    """A signature file."""
    return as_yaml({"signed": [signed_entry(each) for each in signed]})


def as_yaml(record: Record | Mapping[str, Any]) -> bytes:
    """A record file."""
    lines: list[str] = []
    _put(lines, msgspec.to_builtins(record), "")
    return "".join(f"{line}\n" for line in lines).encode()


def _put(lines: list[str], value: Any, indent: str) -> None:
    for name, each in value.items():
        if isinstance(each, dict):
            lines.append(f"{indent}{name}:")
            _put(lines, each, f"{indent}  ")
        elif isinstance(each, (list, tuple)):
            lines.append(f"{indent}{name}:" if each else f"{indent}{name}: []")
            for item in each:
                _put_item(lines, item, f"{indent}  ")
        elif isinstance(each, str) and "\n" in each:
            lines.append(f"{indent}{name}: |")
            lines += [f"{indent}  {line}" for line in each.splitlines()]
        else:
            lines.append(f"{indent}{name}: {_text(each)}")


def _put_item(lines: list[str], item: Any, indent: str) -> None:
    if not isinstance(item, dict):
        lines.append(f"{indent}- {_text(item)}")
        return
    inner: list[str] = []
    _put(inner, item, f"{indent}  ")
    lines.append(f"{indent}- {inner[0].lstrip()}")
    lines += inner[1:]


def _text(value: Any) -> str:
    text = str(value)
    plain_text = text.replace("-", "").replace(".", "").isalnum() and not text.startswith("-")
    return text if plain_text else msgspec.json.encode(text).decode()

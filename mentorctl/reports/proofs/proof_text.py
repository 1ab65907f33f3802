"""The instructions that come with a receipt: how to verify it, step by step."""

from __future__ import annotations

import hashlib
import textwrap
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.formats import record_format
from mentorctl.reports.proofs.chain_text import chain_text, name_of, one_line
from mentorctl.reports.proofs.proof import ALLOWED, Proof, command

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.person import Person
    from mentorctl.model.words import Words
    from mentorctl.reports.proofs.key_chain import KeyChain
    from mentorctl.trail.register.key_register import Register

__all__ = ["About", "instructions", "left_out"]

HEAD = """\
Receipt of signatures
=====================

Program:  {program}, {agency}, {year}
Record:   {title}
File:     {path}
Commit:   {commit}
Made on:  {day}

This folder proves who signed the record. It takes OpenSSH 8.2 or newer, which is on every Mac,
Linux and Windows computer, and nothing else. Open a terminal in this folder. In PowerShell put
each line with a < into:  cmd /c "LINE"
"""
END = """
Whose keys these are
--------------------

{allowed} holds the keys as the program's coordinators registered them. The next part proves
that. Or ask the people themselves whether these fingerprints are theirs:

{keys}

When it came into the program's history
---------------------------------------

In a copy of the program folder:

    git show {commit}:{path}
    git -c gpg.ssh.allowedSignersFile=.mentorctl/allowed_signers verify-commit {commit}

The first shows the record as it is now, the second who signed its last change, if anybody did.
"""
SIGNED = """\
What was signed is {name}.json: which record, as which role, by whom, when, and the digest
of the record as it was, "content". To see that it is the digest of {name}.content.json:

    sha256sum {name}.content.json

which is on a Mac  shasum -a 256 {name}.content.json
and on Windows     certutil -hashfile {name}.content.json SHA256
answers: {digest}
"""
COVERED = (
    "{name}.content.json holds the record's values as JSON in the form of RFC 8785: names sorted, "
    "no blanks between, UTF-8. Each value stands there as the text that it has in the record; what "
    "nobody filled in is left out{without}."
)
AROUND = """\
What its form took from elsewhere (provisions, the experience, who the people are, evidence by
its SHA-256) is in {name}.context.json, a list made likewise. The statement names its SHA-256
under context:

    {digest}
"""
WIDTH = 98


class About(NamedTuple):
    """The record and pairing that a receipt is for.

    Attributes:
        program: The program's name.
        agency: Whose it is.
        year: The program year.
        title: What the record is called, and whose it is.
        path: Its file in the program folder.
        commit: The commit that last changed it.
        day: The day on which the receipt is made.
        uncounted: What stands in the record and counts for nothing.
    """

    program: str
    agency: str
    year: str
    title: str
    path: str
    commit: str
    day: dt.date
    uncounted: tuple[str, ...] = ()


def instructions(
    about: About,
    found: Sequence[Proof],
    register: Register,
    people: Mapping[str, Person],
    words: Words,
    chain: KeyChain,
) -> str:
    """How to check each signature of a receipt without this toolkit.

    Args:
        about: What the receipt is of.
        found: The signatures.
        register: Whose keys they were made with.
        people: Everybody, for their names.
        words: The program's terms.
        chain: What leads to those keys.
    """
    said = {name: one_line(str(value)) for name, value in about._asdict().items()}
    parts = [HEAD.format(**said)]
    parts += ["\n".join(_of_one(each, people, words)) for each in found]
    parts.append("\n".join(_of_file(about)))
    marks = dict.fromkeys(each.standing.key for each in found if each.signed is not None)
    keys = [_key(mark, register, people) for mark in marks]
    parts.append(
        END.format(
            allowed=ALLOWED, keys="\n".join(keys) or "    none",
            commit=about.commit, path=about.path,
        )
    )  # fmt: skip
    return "\n".join([*parts, chain_text(chain, people)])


def left_out(proof: Proof) -> tuple[str, ...]:
    """The fields that a signature does not cover, because they are filled in after it."""
    if proof.record is None:
        return ()
    form = record_format(proof.record.kind, proof.format)
    return (*form.not_signed, *form.not_signed_by.get(proof.standing.role, ()))


def _of_file(about: About) -> Iterator[str]:
    """What the file is that lies beside the signatures, and what of it counts for nothing."""
    name = about.path.rpartition("/")[2]
    yield f"\nThe file {name}\n{'-' * len(f'The file {name}')}\n"
    yield textwrap.fill(
        f"{name} is the record as it was on the day of this receipt, with what was filled in after "
        "signing. No signature is about that file: who signed what is told above.",
        WIDTH,
    )
    if about.uncounted:
        named = one_line(", ".join(about.uncounted))
        said = f"This stands in it and counts for nothing, as nobody wrote it who may: {named}."
        yield "\n" + textwrap.fill(said, WIDTH)


def _of_one(proof: Proof, people: Mapping[str, Person], words: Words) -> Iterator[str]:
    standing = proof.standing
    name = name_of(standing.person, people) or "nobody yet"
    title = one_line(f"{name}, {words[standing.role]}")
    if "#" in standing.record:
        title += f", entry {standing.record.partition('#')[2]}"
    yield f"\n{title}\n{'-' * len(title)}\n"
    at = f", signed at {standing.on.isoformat()}" if standing.on else ""
    said = f"changed since: {', '.join(proof.changed)}" if proof.changed else standing.why
    why = f" ({said})" if said else ""
    yield textwrap.fill(one_line(f"State: {standing.state.value}{why}{at}"), WIDTH)
    if proof.signed is None:
        return
    yield f"\n    {command(proof)}\n"
    yield f'answers: Good "mentorctl" signature for {proof.signer} … with the key'
    yield standing.key
    if proof.signer != standing.person:
        by = name_of(proof.signer, people)
        yield f"It is the word of {by} for a signature that {name} gave on paper."
    if proof.content is not None:
        fields = left_out(proof)
        without = f", and so is what comes after signing: {', '.join(fields)}" if fields else ""
        digest = hashlib.sha256(proof.content).hexdigest()
        yield "\n" + SIGNED.format(name=proof.name, digest=digest)
        yield textwrap.fill(COVERED.format(name=proof.name, without=without), WIDTH)
    if proof.context is not None:
        digest = hashlib.sha256(proof.context).hexdigest()
        yield "\n" + AROUND.format(name=proof.name, digest=digest)
    if proof.content is not None and standing.but:
        yield textwrap.fill(one_line(f"It {standing.but}."), WIDTH)


def _key(mark: str, register: Register, people: Mapping[str, Person]) -> str:
    span = register.spans.get(mark)
    if span is None:
        return f"    {mark}  nobody's"
    name = name_of(span.person, people)
    until = f", revoked as of {span.revoked}" if span.revoked else ""
    return f"    {mark}  {name} ({span.person}), registered on {span.added}{until}"

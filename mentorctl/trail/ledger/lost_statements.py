"""What people signed goes on counting, unless they or a coordinator take it out of its file.

Whoever else takes a statement out takes nothing away by that; and what those took out who may,
nobody else puts back.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.list_identity import Shape
from mentorctl.model.paths import SIGNATURES, SUFFIX, file_in
from mentorctl.model.recorded import SignatureFile
from mentorctl.model.signature import Signatures
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.recorded_files import signature_content
from mentorctl.trail.ledger.ledger import FORBIDDEN, LostStatement, Remark
from mentorctl.trail.ledger.statement_check import entry_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mentorctl.model.recorded import RecordedTeam, SignedStatement
    from mentorctl.store.parse.nodes import Plain
    from mentorctl.trail.git.merging.merge_base import Ancestry
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["give_back", "note_lost", "put_again", "rightly_signed", "with_lost"]


def note_lost(
    ledger: Ledger,
    path: str,
    held: Iterable[SignatureFile | None],
    before: Register,
    commit: str,
    gone: Collection[str],
) -> None:
    """Note the statements that a commit takes out of a file.

    Whoever takes out what they signed themselves takes it back, be it a refusal, and with it what
    they had said of the same before and somebody else took out.

    Args:
        ledger: What the history says; it is noted there.
        path: The file.
        held: What it holds in the commits before.
        before: Whose keys count before the commit.
        commit: The commit.
        gone: Which of the statements it takes out, by `entry_id`.
    """
    key, lost = ledger.signers.get(commit, ""), ledger.lost.setdefault(path, {})
    by, ended = before.person(key), set[tuple[str, str]]()
    for signed in chain.from_iterable(each.signed for each in held if each):
        said, entry = signed.statement, entry_id(signed)
        if entry not in gone:
            continue
        lost.setdefault(entry, LostStatement(signed))
        is_own = by == signer_of(signed)
        if is_own or before.may_change(key):
            ended.add((said.record, said.role))
        if is_own and said.declined is not None:
            told = ledger.declined.get(f"{said.record}\n{said.role}", {})
            told.pop(f"{path}\n{entry}", None)
    for entry, each in lost.items():
        said = each.signed.statement
        may = before.may_change(key) or by == signer_of(each.signed)
        if may and (said.record, said.role) in ended:
            lost[entry] = each._replace(by=(*each.by, commit))


def put_again(
    ledger: Ledger,
    ancestry: Ancestry,
    path: str,
    signed: SignedStatement,
    before: Register,
    commit: str,
) -> Iterator[Remark]:
    """Note that a commit puts a statement into a file, be it again.

    Args:
        ledger: What the history says; it is noted there.
        ancestry: Which commit follows which.
        path: The file.
        signed: The statement.
        before: Whose keys count before the commit.
        commit: The commit.

    Yields:
        A remark, where whoever may took it out and the commit's maker may not put it back.
    """
    lost, entry = ledger.lost.get(path, {}), entry_id(signed)
    known, key = lost.get(entry), ledger.signers.get(commit, "")
    may = before.may_change(key) or before.person(key) == signer_of(signed)
    if known is None or may or not known.by:
        lost.pop(entry, None)
    # on a side of its own nobody had taken it out
    elif key and not all(ancestry.apart([each, commit])[0] for each in known.by):
        what = "only whoever signed it, or a {coordinator}, puts back what they took out"
        yield Remark(FORBIDDEN, commit, path, key, what)


def give_back(ledger: Ledger, paths: Iterable[str], commit: str, person: str = "") -> None:
    """Have count again what somebody took out who turns out to have had no right to.

    Args:
        ledger: What the history says; it is noted there.
        paths: The files.
        commit: Their commit.
        person: Whoever may take out what they signed themselves all the same.
    """
    for path in ledger.lost.keys() & {*paths}:
        ledger.lost[path] = {
            entry: each
            if person and signer_of(each.signed) == person
            else each._replace(by=tuple(one for one in each.by if one != commit))
            for entry, each in ledger.lost[path].items()
        }


def signer_of(signed: SignedStatement) -> str:
    """Whose signature it is: of what was signed on paper, that of whoever attests it."""
    said = signed.statement
    return said.paper.attested_by if said.paper else said.person


def rightly_signed(team: RecordedTeam, ledger: Ledger) -> RecordedTeam:
    """A pairing with the statements that count as being in its files.

    Args:
        team: The pairing as its files say it.
        ledger: What the history says.
    """
    place = team.path(file_in(SIGNATURES, ""))[: -len(SUFFIX)]
    found = {
        path.removeprefix(place).removesuffix(SUFFIX): lost
        for path, lost in ledger.lost.items()
        if path.startswith(place)
    }
    held = {stem: team.signatures.get(stem) for stem in found}
    now = {stem: _rightly(held[stem], lost) for stem, lost in found.items()}
    changed = {stem: each for stem, each in now.items() if each != (held[stem] or SignatureFile())}
    return (
        msgspec.structs.replace(
            team,
            signatures=team.signatures | changed,
            unread=team.unread - {file_in(SIGNATURES, stem) for stem in changed},
        )
        if changed
        else team
    )


def with_lost(data: bytes | None, lost: Mapping[str, LostStatement]) -> bytes | None:
    """What a signature file holds with the statements that count as being in it.

    Args:
        data: What it holds; None where it is not there.
        lost: What was taken out of it, as the history has it.
    """
    held = signature_content(data) or SignatureFile()
    now = _rightly(held, lost)
    if now == held:
        return data
    entries: list[Plain] = [
        {"statement": msgspec.json.decode(each.said), "signature": each.signature}
        for each in now.signed
    ]
    return rewrite("{}\n", {"signed": entries}, Shape.of(Signatures)).encode()


def _rightly(held: SignatureFile | None, lost: Mapping[str, LostStatement]) -> SignatureFile:
    there = {entry_id(each): each for each in held.signed} if held else {}
    back = {entry: each.signed for entry, each in lost.items() if entry not in there}
    wanted = [*back.items(), *there.items()]
    kept = [each for entry, each in wanted if entry not in lost or not lost[entry].by]
    is_same = not back and len(kept) == len(there)
    return held if held and is_same else SignatureFile(tuple(kept))

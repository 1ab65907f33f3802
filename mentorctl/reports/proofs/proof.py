"""Evidence for the signatures on a record that can be verified with OpenSSH alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import canonical, digest
from mentorctl.model.formats import CURRENT
from mentorctl.model.kinds import kind_of, part_model
from mentorctl.model.recorded import Recorded, text_to_sign
from mentorctl.model.signature import NAMESPACE, SignatureState, moment
from mentorctl.model.surroundings import surroundings_data
from mentorctl.model.surroundings_diff import changed_surroundings
from mentorctl.reports.history.field_diff import between
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.git.file_versions import contents
from mentorctl.trail.signatures.signature_states import signable
from mentorctl.trail.signatures.staleness import signed_surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import SignedStatement, Statement
    from mentorctl.model.signature import Standing
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.model.team import Team
    from mentorctl.model.words import Words
    from mentorctl.store.folder import Folder
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.register.key_register import Register

__all__ = ["ALLOWED", "Proof", "command", "files", "proofs", "signers_file"]

ALLOWED = "allowed_signers"
_PROVEN = frozenset({
    SignatureState.VALID,
    SignatureState.ATTESTED,
    SignatureState.STALE,
    SignatureState.DECLINED,
})  # fmt: skip


class Proof(NamedTuple):
    """One role's signature on a record, with the signed content.

    Attributes:
        standing: How it stands.
        name: What its files begin with: `mentor`; `2026-09-29-1.mentor` for a log entry.
        signed: The statement and its signature; None where it proves nothing.
        signer: The id of the person whose key made it: of one on paper, the coordinator.
        record: What was signed, as it was then; None where the history does not have it.
        changed: The fields that are others now, in words.
        around: What its form took from elsewhere, as it was signed; None where the statement
            covers the record only, or the history does not have it.
    """

    standing: Standing
    name: str
    signed: SignedStatement | None
    signer: str
    record: Recorded | None
    changed: tuple[str, ...] = ()
    around: tuple[Surrounding, ...] | None = None

    @property
    def content(self) -> bytes | None:
        """The signed content in canonical form, the input of its digest."""
        if self.record is None or self.signed is None or self.signed.statement.declined is not None:
            return None
        return canonical(self.record.covered(self.standing.role, self.format))

    @property
    def context(self) -> bytes | None:
        """What its form took from elsewhere in canonical form, the input of its digest."""
        if self.around is None or self.content is None:
            return None
        return canonical(surroundings_data(self.around))

    @property
    def format(self) -> int:
        """The format in which it was signed."""
        return self.signed.statement.format or 1 if self.signed is not None else 1


def proofs(
    folder: Folder, team: Team, path: str, found: Sequence[Version], words: Words
) -> list[Proof]:
    """The evidence for all signatures on a record.

    Args:
        folder: The program folder.
        team: The pairing, with the standing of its signatures.
        path: The record relative to its pairing; `log.yaml` for all entries of the log.
        found: The program's history.
        words: The program's terms.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    past = _Past(folder.root, team, path, found)
    now = {each: record for _, each, record in signable(team.recorded)}
    return [
        _changed(
            _proof(folder.root, team, standing, past),
            now.get(record),
            words,
            folder.recorded.sources,
            team.folder,
        )
        for (record, _), standing in sorted(team.standings.items(), key=_order)
        if record.partition("#")[0] == path
    ]


def command(proof: Proof, *, folded: bool = False) -> str:
    """The line that checks a signature, to be pasted in the folder with its files.

    Args:
        proof: The signature.
        folded: Whether to break it into two lines that a shell reads as one.
    """
    fold = " \\\n" if folded else " "
    return (
        f"ssh-keygen -Y verify -f {ALLOWED} -I {proof.signer}{fold}"
        f"-n {NAMESPACE} -s {proof.name}.sig < {proof.name}.json"
    )


def files(proof: Proof) -> Iterator[tuple[str, bytes]]:
    """The files that prove a signature, by name."""
    if proof.signed is None:
        return
    yield f"{proof.name}.json", text_to_sign(proof.signed.said)
    yield f"{proof.name}.sig", f"{proof.signed.signature.strip()}\n".encode()
    if proof.content is not None:
        yield f"{proof.name}.content.json", proof.content
    if proof.context is not None:
        yield f"{proof.name}.context.json", proof.context


def signers_file(found: Sequence[Proof], register: Register) -> bytes:
    """Whose keys made the signatures, as `ssh-keygen -Y verify` reads it.

    No days are in it: which of them counts is judged by the program's history, and a key that
    was revoked later has signed all the same.
    """
    lines = {
        f'{span.person} namespaces="{NAMESPACE}" {span.public}'
        for proof in found
        if proof.signed is not None and (span := register.spans.get(proof.standing.key))
    }
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


class _Past:
    """The versions of a record, newest first."""

    def __init__(self, root: Path, team: Team, path: str, found: Sequence[Version]) -> None:
        self._kind = kind.name if (kind := kind_of(team.path(path))) else ""
        now = (each.format for name, each in team.recorded.records.items() if name.startswith(path))
        self._newest = max(now, default=CURRENT)
        wanted = team.path(path)
        changes = [each for version in found for each in version.changes if each.path == wanted]
        self._ids = [each.after for each in reversed(changes) if each.after]
        self._held: Mapping[str, bytes | None] = contents(root, self._ids)

    def find(self, entry: str, said: Statement) -> Recorded | None:
        """The version that a statement is about."""
        number = said.format or 1
        for name in self._ids:
            for each in range(number, max(self._newest, number) + 1):
                record = self._entries(name, each).get(entry)
                if record and digest(record.covered(said.role, number)) == said.content:
                    return record
        return None

    def _entries(self, name: str, number: int) -> dict[str, Recorded]:
        data = self._held[name]
        if data is None:
            return {}
        return entries_of(self._kind, data, number) or {}


def _proof(root: Path, team: Team, standing: Standing, past: _Past) -> Proof:
    entry = standing.record.partition("#")[2]
    name = f"{entry}.{standing.role}" if entry else standing.role
    signed = _statement(team, standing) if standing.state in _PROVEN else None
    if signed is None:
        return Proof(standing, name, None, standing.person, None)
    said = signed.statement
    signer = said.paper.attested_by if said.paper else said.person
    record = past.find(entry, said)
    around = (
        signed_surroundings(root, standing.commit, said, record, team.folder) if record else None
    )
    return Proof(standing, name, signed, signer, record, around=around)


def _order(item: tuple[tuple[str, str], Standing]) -> tuple[str, bool, float, str]:
    """Entry by entry, in the order of signing."""
    (record, role), standing = item
    at = standing.on.timestamp() if standing.on else 0
    return record, standing.on is None, at, role


def _changed(
    proof: Proof, now: Recorded | None, words: Words, sources: FormSources, folder: str
) -> Proof:
    """Add what was changed since signing: of the record, and of what its form takes elsewhere."""
    if proof.standing.state is not SignatureState.STALE or proof.record is None:
        return proof
    role, number = proof.standing.role, proof.format
    after = now.covered(role, number) if now is not None else None
    before, model = proof.record.covered(role, number), part_model(proof.record.kind)
    fields = [each.field for each in between(before, after, model, words)]
    if proof.around is not None:
        around = sources.surroundings(proof.record, role, folder)
        fields += [name for name, _ in changed_surroundings(proof.around, around)]
    return proof._replace(changed=tuple(dict.fromkeys(fields)))


def _statement(team: Team, standing: Standing) -> SignedStatement | None:
    """The statement that a standing rests on."""
    for file in team.recorded.signatures.values():
        for signed in reversed(file.signed):
            said = signed.statement
            if (said.record, said.role, said.person, said.key, moment(said.signed_at)) == (
                standing.record, standing.role, standing.person, standing.key, standing.on,
            ):  # fmt: skip
                return signed
    return None

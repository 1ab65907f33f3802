"""The chain of keys behind a signature: from the founder's key to the one that signed.

Each link is the word of one key for the next, and the commit that brought it in, as OpenSSH alone
can verify them. No link shows a person's file: it holds more than the reader of a receipt may see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.signature import NAMESPACE
from mentorctl.trail.git.file_versions import commits_by_id
from mentorctl.trail.git.merging.merge_base import Ancestry
from mentorctl.trail.register.key_words import KEY_NAMESPACE, text_to_vouch
from mentorctl.trail.ssh.sshsig import (
    GIT_NAMESPACE,
    BadSignature,
    fingerprint,
    signed_part,
    verify,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mentorctl.model.recorded import Vouch
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import KeySpan

__all__ = ["KeyChain", "Link", "SignedCommit", "chain_files", "key_chain", "key_file"]


class SignedCommit(NamedTuple):
    """A commit with the signature on it.

    Attributes:
        id: Its id.
        at: The time that it claims: the clock of the computer on which it was made.
        signer: The id of the person whose key signed it.
        key: That key's fingerprint.
        said: Its first line.
        text: What its signature is about.
        signature: The signature, as OpenSSH writes it.
        raw: The commit as git stores it, whose digest is its id.
    """

    id: str
    at: dt.datetime
    signer: str
    key: str
    said: str
    text: bytes
    signature: bytes
    raw: bytes

    @property
    def name(self) -> str:
        """What its files begin with."""
        return f"commit-{self.id[:10]}"


class Link(NamedTuple):
    """One key of the chain.

    Attributes:
        number: Its place, from 1.
        key: Its fingerprint.
        span: Whose it is, and from when to when it counts.
        by: The place of the link whose key let it in; 0 for a founder's.
        vouch: The signed word for it; None where the commit alone let it in.
        commit: The commit that brought it in; None where nobody of this chain signed it, or only
            the word for it proves who let it in, and that is gone.
        office: The commit that made its owner a coordinator, of one who let others in and was
            none from the beginning.
    """

    number: int
    key: str
    span: KeySpan
    by: int
    vouch: Vouch | None
    commit: SignedCommit | None
    office: SignedCommit | None

    @property
    def name(self) -> str:
        """What its files begin with."""
        return f"chain-{self.number}"


class KeyChain(NamedTuple):
    """How some keys, and the commits that brought signatures of theirs in, are proven.

    Attributes:
        links: The keys, each behind the one that let it in.
        brought: The commits that a key of the chain signed.
    """

    links: tuple[Link, ...]
    brought: tuple[SignedCommit, ...]


def key_chain(root: Path, book: Ledger, keys: Iterable[str], brought: Iterable[str]) -> KeyChain:
    """What leads from the founder's key to some others.

    Args:
        root: The program folder.
        book: What its history proves.
        keys: The fingerprints of the keys; those that nobody registered are left out.
        brought: The ids of the commits that brought their signatures in.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    brought = list(dict.fromkeys(brought))
    places: dict[str, int] = {}
    for key in (*keys, *(book.signers.get(each, "") for each in brought)):
        for each in _leading_to(book, key):
            places.setdefault(each, len(places) + 1)
    spans = book.register.spans
    # the first that each of them let in
    lets_in = {spans[each].by: spans[each].commit for each in reversed(places)}
    offices = {each: _office(book, spans[each].person, lets_in[each])
               for each in places if each in lets_in}  # fmt: skip
    ids = [*brought, *(spans[each].commit for each in places), *offices.values()]
    signed = [each for each in dict.fromkeys(ids) if book.signers.get(each) in places]
    commits = (_signed(book, each) for each in commits_by_id(root, signed))
    read = {each.id: each for each in commits if each is not None}
    links = []
    for each, place in places.items():
        span, word = spans[each], _word(book, each)
        made = read.get(span.commit)
        # whoever brings a key in that another vouches for lets nobody in
        made = made if made and (word or made.key == (span.by or each)) else None
        office = read.get(offices.get(each, ""))
        links.append(Link(place, each, span, places.get(span.by, 0), word, made, office))
    return KeyChain(tuple(links), tuple(read[each] for each in brought if each in read))


def chain_files(chain: KeyChain) -> dict[str, bytes]:
    """The files with which OpenSSH verifies a chain, by name."""
    files: dict[str, bytes] = {}
    commits = list(chain.brought)
    for link in chain.links:
        files[key_file(link)] = _signer(link).encode()
        if link.vouch is not None:
            files[f"{link.name}.json"] = text_to_vouch(link.vouch.statement)
            files[f"{link.name}.sig"] = f"{link.vouch.signature.strip()}\n".encode()
        commits += [each for each in (link.commit, link.office) if each is not None]
    for each in commits:
        files[f"{each.name}.txt"] = each.text
        files[f"{each.name}.sig"] = each.signature
        files[f"{each.name}.object"] = b"commit %d\0%b" % (len(each.raw), each.raw)
    return files


def key_file(link: Link) -> str:
    """The name of the file that holds a link's key, as `ssh-keygen -Y verify -f` reads it."""
    return f"{link.name}.key"


def _leading_to(book: Ledger, key: str) -> Iterator[str]:
    """The keys from a founder's to this one."""
    spans, way = book.register.spans, list[str]()
    while key in spans and key not in way:
        way.append(key)
        key = spans[key].by
    yield from reversed(way)


def _word(book: Ledger, key: str) -> Vouch | None:
    """What the key that let another in signed about it, where that proves it."""
    span = book.register.spans[key]
    for held in book.keys.get(span.person, ()):
        for each in held.vouched:
            said = each.statement
            about = (said.program, said.person, " ".join(said.public.split()[:2]))
            if about == (book.program, span.person, span.public) and _made_by(each, span.by):
                return each
    return None


def _made_by(vouch: Vouch, key: str) -> bool:
    try:
        public = verify(text_to_vouch(vouch.statement), vouch.signature, KEY_NAMESPACE)
    except BadSignature:
        return False
    return fingerprint(public) == key


def _office(book: Ledger, person: str, commit: str) -> str:
    """The commit that had made somebody a coordinator before another one, at the latest.

    Returns:
        Empty for a coordinator from the beginning.
    """
    turns = [
        each
        for each in book.parents
        if any(turn.by and person in turn.added for turn in book.rights.get(each, ()))
    ]
    before = Ancestry(book.parents).only(commit, ()) if turns else ()
    return next((each for each in reversed(turns) if each in before), "")


def _signer(link: Link) -> str:
    namespaces = f"{GIT_NAMESPACE},{NAMESPACE},{KEY_NAMESPACE}"
    return f'{link.span.person} namespaces="{namespaces}" {link.span.public}\n'


def _signed(book: Ledger, commit: Commit) -> SignedCommit | None:
    try:
        part = signed_part(commit.raw)
    except BadSignature:
        return None
    if part is None:
        return None
    key = book.signers[commit.id]
    said = commit.message.partition("\n")[0]
    when = commit.committer.when
    return SignedCommit(commit.id, when, book.who_signed(commit.id), key, said, *part, commit.raw)

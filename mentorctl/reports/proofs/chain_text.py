"""What a receipt says of its chain of keys: what each link proves, by whose clock, and what not."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from mentorctl.model.signature import moment
from mentorctl.reports.proofs.key_chain import key_file
from mentorctl.store.people import called
from mentorctl.trail.register.key_words import KEY_NAMESPACE
from mentorctl.trail.ssh.sshsig import GIT_NAMESPACE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.person import Person
    from mentorctl.reports.proofs.key_chain import KeyChain, Link, SignedCommit

__all__ = ["chain_rows", "chain_text", "name_of", "one_line"]

WIDTH = 98
LONGEST = 100
HEAD = """
From the first key to these
---------------------------

Each key below was let in by one above it. A file chain-N.key holds the key of link N alone. A link
is checked with the file of the key that made it, so that nothing is believed before it is proven.
Of a commit, the line proves that whoever held the key saved what the message in its .txt file
names, on top of the commits that are named there as parents.
"""
NOT_PROVEN = """
What none of this proves
------------------------

- That the first key is the founder's: ask them, or whoever knew the program from its beginning.
- That a time is right. Each is what a clock said, and the clock is the computer's on which that
  link was made. What follows something in the history was made after it, whatever the clocks say.
- That nobody else had a key in hand. A key that was lost proves nothing from then on; what the
  program knew of that on the day of this receipt stands beside the keys.
- That nothing came later: a refusal, a newer signature, a key taken back. A copy of the program
  folder tells that, by  mentorctl audit
- That nothing was left out. Records of others, and who they are, are no part of a receipt.
"""


def chain_text(chain: KeyChain, people: Mapping[str, Person]) -> str:
    """How to check each link of a chain, what it proves, and by whose clock.

    Args:
        chain: The keys and the commits.
        people: Everybody, for their names.
    """
    if not chain.links:
        return NOT_PROVEN
    lines = [HEAD]
    for link in chain.links:
        lines += [*_of_link(link, chain.links, people), ""]
    made = {link.key: link for link in chain.links}
    if chain.brought:
        lines += ["The commits that brought the signatures in:", ""]
    for each in chain.brought:
        lines += [*_of_commit(each, made[each.key], people), ""]
    lines += [
        textwrap.fill(
            "A file commit-….object is the commit as git keeps it. Its SHA-1 (or SHA-256, where "
            "that is as long as the id) is the commit's id, and covers everything before it:",
            WIDTH,
        ),
        "\n    sha1sum commit-*.object\n",
        "which is on a Mac  shasum  and on Windows, one by one,  certutil -hashfile",
        NOT_PROVEN,
    ]
    return "\n".join(lines)


def _of_link(link: Link, links: Sequence[Link], people: Mapping[str, Person]) -> Iterator[str]:
    name = name_of(link.span.person, people)
    yield f"{link.number}. {name}: {link.key}"
    if not link.by:
        yield _item(
            f"A key with which the program began. Nothing here proves that it is {name}'s: compare "
            "it with what they say, or with what you noted of it."
        )
    by = links[link.by - 1] if link.by else link
    if link.vouch is not None:
        said = link.vouch.statement
        yield _item(
            f"{name_of(by.span.person, people)} (link {by.number}) signed that “public” in "
            f"{link.name}.json is {name}'s key{_at(moment(said.signed_at), by, people)}. It is the "
            f"key in {key_file(link)}."
        )
        yield _verify(by, KEY_NAMESPACE, f"{link.name}.sig", f"{link.name}.json")
    made = {each.key: each for each in links}
    for commit in dict.fromkeys(filter(None, (link.commit, link.office))):
        what = "made them a coordinator" if commit is link.office else "brought the key in"
        yield _item(f"The commit that {what}:")
        yield from _of_commit(commit, made[commit.key], people)
    if link.commit is None and link.vouch is None and link.by:
        yield _item("The history lets it in; no file here proves that. A copy of it does.")


def _of_commit(commit: SignedCommit, by: Link, people: Mapping[str, Person]) -> Iterator[str]:
    who = f"{name_of(commit.signer, people)} (link {by.number})"
    yield _item(f"{commit.id[:10]}, {_said(commit)}, signed by {who}{_at(commit.at, by, people)}.")
    yield _verify(by, GIT_NAMESPACE, f"{commit.name}.sig", f"{commit.name}.txt")


def _said(commit: SignedCommit) -> str:
    """The beginning of a commit's message, which can hold anything."""
    said = commit.said.translate(dict.fromkeys(map(ord, "“”"), "'"))
    if not said.isprintable():
        return "with a message that is no plain text"
    return f"“{said if len(said) <= LONGEST else said[: LONGEST - 1] + '…'}”"


def _verify(by: Link, namespace: str, signature: str, text: str) -> str:
    return (
        f"\n    ssh-keygen -Y verify -f {key_file(by)} -I {by.span.person} "
        f"-n {namespace} -s {signature} < {text}\n"
    )


def _at(at: dt.datetime | None, by: Link, people: Mapping[str, Person]) -> str:
    """When it was, and by whose clock."""
    if at is None:
        return ""
    whose = name_of(by.span.person, people)
    return f", on {at:%Y-%m-%d at %H:%M %z} by the clock of {whose}'s computer"


def one_line(text: str) -> str:
    """A text that adds no line to those that are pasted, and turns none around."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))


def name_of(person: str, people: Mapping[str, Person]) -> str:
    """What somebody is called, in one line; their id where that is not known."""
    return one_line(called(people, person))


def chain_rows(chain: KeyChain, people: Mapping[str, Person]) -> list[tuple[str, str, str]]:
    """The links for a page: whose key, its fingerprint, and what lets it count.

    Args:
        chain: The keys and the commits.
        people: Everybody, for their names.
    """
    rows = []
    for link in chain.links:
        how = "The program began with it. Ask whether it is theirs."
        if link.by:
            by = chain.links[link.by - 1]
            at = moment(link.vouch.statement.signed_at) if link.vouch else None
            at = at or (link.commit.at if link.commit else None)
            who = name_of(by.span.person, people)
            how = f"Let in by {who} (key {by.number}){_at(at, by, people)}"
        if link.span.revoked:
            how += f"; taken back as of {link.span.revoked}"
        rows.append((f"{link.number}. {name_of(link.span.person, people)}", link.key, how))
    return rows


def _item(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="   ", subsequent_indent="   ")

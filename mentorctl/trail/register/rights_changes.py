"""How a commit changed the key register: whose rights it gave, and whose it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.register.key_register import KeySpan  # noqa: TC001 - the cache is read by it

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.trail.register.key_register import Register

__all__ = ["RightsChange", "changes_between"]


class RightsChange(NamedTuple):
    """A change of the key register, made by one key in one commit.

    Attributes:
        commit: The commit.
        by: The fingerprint of the key that had the right to; empty for founding keys.
        person: Whose that is.
        key: The fingerprint of the key that it is about; empty where it is the coordinators.
        before: What was known of that key before; None for nothing.
        after: What is known of it from then on.
        added: Who becomes a coordinator.
        removed: Who is none any more.
        by_word: Whether a word about the key did it, which anybody may bring in.
    """

    commit: str
    by: str
    person: str
    key: str = ""
    before: KeySpan | None = None
    after: KeySpan | None = None
    added: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()
    by_word: bool = False

    @property
    def name(self) -> str:
        """What it is called; a commit changes a key once."""
        return f"{self.commit} {self.key}"

    @property
    def ended(self) -> frozenset[str]:
        """The key, or the people, whose rights it ends."""
        if self.after is None:
            return self.removed
        was = self.before.revoked if self.before else None
        ends = self.after.revoked is not None and was is None
        return frozenset((self.key,)) if ends else frozenset()

    @property
    def follows_another(self) -> bool:
        """Whether it ends a key only because that of whoever let it in was ended."""
        return self.after is not None and self.after.waits

    @property
    def days(self) -> tuple[object, ...]:
        """The key and its days as they are from then on."""
        return (self.key, self.after.added, self.after.revoked) if self.after else (self.key,)

    def says_the_same(self, other: RightsChange) -> bool:
        """Whether one person wrote the same down another time, in a copy that did not know it."""
        mine, theirs = ((each.person, *each.days, each.added, each.removed)
                        for each in (self, other))  # fmt: skip
        return mine == theirs

    def gives(self) -> frozenset[str]:
        """The key, or the people, who have rights from then on."""
        if self.after is None:
            return self.added
        return frozenset((self.key,)) if self.before is None else frozenset()


def changes_between(
    before: Register, after: Register, commit: str, signer: str
) -> Iterator[RightsChange]:
    """How a commit changed the register.

    Args:
        before: The register before the commit.
        after: The register with it.
        commit: The commit.
        signer: The key that signed it.
    """
    for key, span in after.spans.items():
        was = before.spans.get(key)
        if was != span:
            by = span.changed_by
            person, by_word = after.person(by), by != signer
            yield RightsChange(commit, by, person, key, was, span, by_word=by_word)
    added = after.coordinators - before.coordinators
    removed = before.coordinators - after.coordinators
    if before.root and (added or removed):
        yield RightsChange(commit, signer, before.person(signer), added=added, removed=removed)

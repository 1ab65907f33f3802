"""What holds where two keys of one person ended each other's rights, or what one of them did.

One of them was stolen, and nothing in the history tells which. By a guard's notes, what stood in
the shared folder first holds. Where they say nothing, it is that from which more people have gone
on; where these are as many, the revocation by the newer key, as a newer key replaces one that was
lost. Whoever gained by one of the sides is no witness of it, nor is anybody with a key that not all
sides knew: the thief of a coordinator's key could let them in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from mentorctl.trail.register.key_register import KeySpan
    from mentorctl.trail.register.rights_changes import RightsChange

__all__ = ["OwnKeys"]


class OwnKeys(NamedTuple):
    """Tells where somebody's key outdoes another one of theirs, whose rights it ended.

    Attributes:
        changes: What sides changed that did not know each other, by its name.
        hands: The keys by which each was made, and by which the rights for it were given.
        spans: All keys, in the order in which they were let in.
        came_later: Which of some commits are not known to have been shared before another was.
        followers: Who has gone on from a commit.
    """

    changes: Mapping[str, RightsChange]
    hands: Mapping[str, set[str]]
    spans: Mapping[str, KeySpan]
    came_later: Callable[[Collection[str], str], Collection[str]]
    followers: Callable[[str], frozenset[str]]

    def outdoes(self, name: str, rival: str) -> bool:
        """Whether a change holds against another one, made by a key whose rights it ends.

        Args:
            name: What may end them: the maker's revoking that key of theirs, or leaving.
            rival: What that key did, or somebody whom it had let in.
        """
        one, other = self.changes[name], self.changes[rival]
        if not self._ended(name, rival) or not self.came_later((other.commit,), one.commit):
            return False
        gained = {one.person}.union(*(each.added for each in self.changes.values()))
        more, fewer = (len(self.followers(each.commit) - gained) for each in (one, other))
        newer = self._is_newer(name, rival) and not self._is_newer(rival, name)
        return more > fewer or (more == fewer and newer)

    def _ended(self, name: str, rival: str) -> list[str]:
        """The other keys of its maker whose rights a change ends, with a hand in the rival."""
        one = self.changes[name]
        ends = one.ended if one.after else self._theirs(name) if one.person in one.removed else ()
        others = self.hands[rival] - {one.by}
        return [key for key in self._theirs(name) if key in ends and key in others]

    def _theirs(self, name: str) -> list[str]:
        """All keys of the maker of a change, in the order in which they were let in."""
        person = self.changes[name].person
        return [key for key, span in self.spans.items() if span.person == person]

    def _is_newer(self, name: str, rival: str) -> bool:
        """Whether no older key than the oldest of those had a hand in it."""
        theirs, ended = self._theirs(name), self._ended(name, rival)
        return bool(ended) and self.hands[name].isdisjoint(theirs[: theirs.index(ended[0])])

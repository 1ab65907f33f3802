"""The key register: whose keys counted when, and who was allowed to change that.

A register is what stands in `people/*.yaml` as far as somebody with the right to do so put it
there. Its changes count when the commit that made them is signed by a coordinator whose key was
valid before it, or when a coordinator vouches for them in a statement of its own: that one stays
true where a squash or a rebase loses the commit.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.signature import moment
from mentorctl.trail.register.key_words import vouching_key
from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, parse_public

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mentorctl.model.recorded import HeldKey, Vouch

__all__ = [
    "NOBODY_LEFT",
    "KeySpan",
    "Register",
    "RegisterFault",
    "apply_changes",
]

NOBODY_LEFT = "no coordinator with a key would be left; let another in first: mentorctl key add"
_OF_ANOTHER = "the key of {} was added to {}"


class KeySpan(NamedTuple):
    """The time in which one key counts as one person's.

    Attributes:
        person: The id of the person.
        public: The key, `ssh-ed25519 AAAA…`, without a remark.
        added: The first day that counts.
        revoked: The first day that counts no more, or None.
        commit: The commit that registered it.
        by: The fingerprint of the coordinator's key that let it in; empty for a founding one.
        changed_by: That of the one that last changed what is said here.
        said: When that was said, in seconds since 1970: by a coordinator's word, or by their commit
            where there is no such word.
        waits: Whether it counts no more although nobody has revoked it, as long as no coordinator
            has said so.
    """

    person: str
    public: str
    added: dt.date
    revoked: dt.date | None
    commit: str
    by: str = ""
    changed_by: str = ""
    said: int = 0
    waits: bool = False

    def has_begun(self, on: dt.date) -> bool:
        """Whether it counts; the day before does, too, as days begin elsewhere at another time."""
        return (self.added - on).days <= 1


class RegisterFault(NamedTuple):
    """A change of the register that does not count.

    Attributes:
        person: Whose keys it would have changed; empty for the list of coordinators.
        key: The fingerprint, or empty.
        what: In words.
        is_right: Whether only the right to do it is missing, which a coordinator has.
    """

    person: str
    key: str
    what: str
    is_right: bool = False


class Register(msgspec.Struct, frozen=True):
    """Whose keys count, and who may change that.

    Attributes:
        spans: Each key that was ever registered, by fingerprint.
        coordinators: The ids of the people who may change the register.
        root: The commit that first had a coordinator with a key; empty before that.
        overruled: The names of the changes that a merge has undone in it.
    """

    spans: dict[str, KeySpan] = {}
    coordinators: frozenset[str] = frozenset()
    root: str = ""
    overruled: frozenset[str] = frozenset()

    def person(self, key: str) -> str:
        """Whose key a fingerprint is; empty for nobody's."""
        span = self.spans.get(key)
        return span.person if span else ""

    def begun(self, key: str, on: dt.date) -> str:
        """A fingerprint, unless it is of a key that counts only after a day; then none."""
        span = self.spans.get(key)
        return key if span is None or span.has_begun(on) else ""

    @property
    def founders(self) -> frozenset[str]:
        """The fingerprints of the keys that founded it."""
        return frozenset(
            key for key, span in self.spans.items() if span.commit == self.root and not span.by
        )

    @property
    def revoked(self) -> frozenset[str]:
        """The fingerprints of the keys that were revoked, be it as of a day long past."""
        return frozenset(key for key, span in self.spans.items() if span.revoked)

    def has_keeper(self, on: dt.date = dt.date.max) -> bool:
        """Whether there is a coordinator with a key that counts, on a day or some day."""
        return any(self.may_change(key, on) for key in self.spans)

    def may_change(self, key: str | None, on: dt.date = dt.date.max) -> bool:
        """Whether this key is a coordinator's that has not been revoked, and counts on a day."""
        span = self.spans.get(key) if key else None
        if span is None or span.revoked is not None or not span.has_begun(on):
            return False
        return span.person in self.coordinators


def apply_changes(  # noqa: PLR0913 - all that a commit is judged by
    before: Register,
    keys: Mapping[str, tuple[HeldKey, ...]],
    coordinators: frozenset[str] | None,
    *,
    program: str,
    signer: str | None,
    commit: str,
    day: dt.date,
    at: int,
    stood: Mapping[str, tuple[HeldKey, ...]],
) -> tuple[Register, list[RegisterFault]]:
    """The register after a commit, and what of the commit's changes does not count.

    Args:
        before: The register as it stood before.
        keys: The keys of the people whose file the commit changed, as it has them; empty for a
            person whose file is gone.
        coordinators: The program's coordinators as the commit has them, where it changed them.
        program: The program's id.
        signer: The fingerprint of the key that signed the commit, or None.
        commit: The commit's id.
        day: The commit's day in the program's time zone.
        at: Its time, in seconds since 1970.
        stood: The keys that stood in these people's files before. What a coordinator found there
            and left as it was, they did not register.
    """
    if not before.root:
        founding = before.coordinators if coordinators is None else coordinators
        return _first(keys, founding, program=program, signer=signer, commit=commit)
    allowed = before.may_change(signer)
    spans, faults = dict(before.spans), list[RegisterFault]()
    after = msgspec.structs.replace(before, spans=spans)
    # a key that is vouched for by another of the same commit comes after that one
    pending = [(person, key) for person, each in keys.items() for key in each]
    for person, key in sorted(pending, key=lambda each: _vouched_at(each[1])):
        old = any(_same(key, each) for each in stood.get(person, ()))
        by = signer if allowed and (not old or _is_confirmed(key, stood[person], signer)) else None
        was = spans.get(_print(key))
        fault = _taken(after, person, key, program=program, by=by, commit=commit)
        _note_when(after, person, key, was, at if by else 0)
        faults += [fault] if fault and not old else []
    faults += _end(spans, _taken_out(spans, keys), day, signer if allowed else None, at)
    if coordinators is not None and coordinators != before.coordinators:
        if allowed:
            after = msgspec.structs.replace(after, coordinators=coordinators)
        else:
            faults.append(_denied("", "", "the list of coordinators was changed"))
    after, left = _with_keeper(before, after, day)
    return after, faults + left


def _with_keeper(
    before: Register, after: Register, day: dt.date
) -> tuple[Register, list[RegisterFault]]:
    """A register with a coordinator who has a key: where none is left, those from before stay."""
    faults = list[RegisterFault]()
    if after.has_keeper(day) or not before.has_keeper(day):
        return after, faults
    if after.coordinators != before.coordinators:
        after = msgspec.structs.replace(after, coordinators=before.coordinators)
        faults.append(RegisterFault("", "", NOBODY_LEFT))
    if not after.has_keeper(day):
        ended = [mark for mark in before.spans if before.may_change(mark)]
        after.spans.update({mark: before.spans[mark] for mark in ended})
        faults += [RegisterFault(before.person(mark), mark, NOBODY_LEFT) for mark in ended]
    return after, faults


def _denied(person: str, key: str, what: str) -> RegisterFault:
    return RegisterFault(person, key, what, is_right=True)


def _end(
    spans: dict[str, KeySpan], gone: Iterable[str], day: dt.date, by: str | None, at: int
) -> Iterator[RegisterFault]:
    """Revoke keys that were taken out; by nobody who may, none, and why is given."""
    for mark in gone:
        if by:
            spans[mark] = spans[mark]._replace(revoked=day, changed_by=by, said=at)
        else:
            yield _denied(spans[mark].person, mark, "a registered key was taken out")


def _taken_out(spans: Mapping[str, KeySpan], keys: Mapping[str, tuple[HeldKey, ...]]) -> list[str]:
    """The keys that count and were removed from their person's file."""
    there = {person: {_print(key) for key in held} for person, held in keys.items()}
    return [
        mark
        for mark, span in spans.items()
        if span.revoked is None and mark not in there.get(span.person, (mark,))
    ]


def _first(
    keys: Mapping[str, tuple[HeldKey, ...]],
    coordinators: frozenset[str],
    *,
    program: str,
    signer: str | None,
    commit: str,
) -> tuple[Register, list[RegisterFault]]:
    """The register as the first coordinator's key founds it.

    Whether that one is the right one only a pinned fingerprint can tell. Keys of others that came
    before it count from here on, if this commit is a coordinator's or a coordinator vouches for
    them; where the history is cut off here, also one whose own key was revoked later.
    """
    spans: dict[str, KeySpan] = {}
    faults = []
    for person, each in keys.items():
        for key in each if person in coordinators else ():
            mark = _print(key)
            if mark in spans and spans[mark].person != person:
                faults.append(
                    RegisterFault(person, mark, _OF_ANOTHER.format(spans[mark].person, person))
                )
            else:
                _put(spans, person, key, commit, "")
    known = Register(spans, coordinators, commit if spans else "")
    if not spans:
        return known, []
    by = signer if known.may_change(signer) else None
    pending = [(person, key) for person, each in keys.items() for key in each]
    for person, key in sorted(pending, key=lambda each: _vouched_at(each[1])):
        if person not in coordinators:
            fault = _taken(known, person, key, program=program, by=by, commit=commit, founding=True)
            faults += [fault] if fault else []
    return known, faults


def _taken(
    register: Register,
    person: str,
    key: HeldKey,
    *,
    program: str,
    by: str | None,
    commit: str,
    founding: bool = False,
) -> RegisterFault | None:
    """Add a key to the register, or the reason why it is refused.

    Args:
        register: The register; it is changed.
        person: Whose file holds the key.
        key: The key.
        program: The program's id.
        by: The coordinator's key that signed the commit, or None.
        commit: The commit's id.
        founding: Whether nobody could change the register before this commit.
    """
    mark = _print(key)
    if not mark:
        return RegisterFault(person, "", "a key cannot be read")
    known = register.spans.get(mark)
    if known is not None and known.person not in {"", person}:
        return RegisterFault(person, mark, _OF_ANOTHER.format(known.person, person))
    if known is not None and (known.added, known.revoked) == (key.added, key.revoked):
        return None
    if known is not None and not known.person and key.revoked:
        # that it is not theirs makes it nobody else's
        return None
    by = by or _voucher(register, person, key, program, founding=founding)
    if by:
        _put(register.spans, person, key, known.commit if known else commit, by)
        return None
    what = "a key was added"
    if known is not None:
        undone = known.revoked and not key.revoked
        what = "a revocation was taken back" if undone else "the days of a key were changed"
    return RegisterFault(person, mark, what, is_right=True)


def _voucher(
    register: Register, person: str, key: HeldKey, program: str, *, founding: bool
) -> str | None:
    """The coordinator's key that vouches for exactly these statements about a key, or None."""
    ours = _words(register, person, key)
    if not ours:
        return None
    said = ours[-1].statement
    mark = vouching_key(ours[-1], program, person, key.public)
    by = register.spans.get(mark)
    if (said.added, said.revoked) != (key.added, key.revoked) or by is None or by.person != said.by:
        return None
    if by.person not in register.coordinators or _undoes(register, key):
        return None
    at = moment(said.signed_at)
    if _is_older(register, key, at) or (at and not by.has_begun(at.date())):
        return None
    before_the_end = founding and at is not None and by.revoked and at.date() < by.revoked
    return mark if by.revoked is None or before_the_end else None


def _words(register: Register, person: str, key: HeldKey) -> list[Vouch]:
    """What may be coordinators' words about a key; the last of them counts."""
    # what its owner says of it in no such office is none, and hides none
    return [each for each in key.vouched
            if each.statement.by != person or person in register.coordinators]  # fmt: skip


def _undoes(register: Register, key: HeldKey) -> bool:
    """Whether an older voucher of a coordinator would let a key count for longer than now."""
    known = register.spans.get(_print(key))
    if known is None:
        return False
    longer = known.revoked is not None and (key.revoked is None or key.revoked > known.revoked)
    return longer or key.added < known.added


def _is_older(register: Register, key: HeldKey, at: dt.datetime | None) -> bool:
    """Whether a coordinator has said something else of a key since they vouched for it."""
    known = register.spans.get(_print(key))
    return known is not None and (at is None or at.timestamp() < known.said)


def _put(spans: dict[str, KeySpan], person: str, key: HeldKey, commit: str, by: str) -> None:
    mark = _print(key)
    if mark:
        public = " ".join(key.public.split()[:2])
        first = spans[mark].by if mark in spans else by
        spans[mark] = KeySpan(person, public, key.added, key.revoked, commit, first, by)


def _note_when(register: Register, person: str, key: HeldKey, was: KeySpan | None, at: int) -> None:
    """Note when what is new about a key was said.

    Args:
        register: The register; it is changed.
        person: Whose key it is.
        key: The key.
        was: What was known of it before.
        at: When a coordinator wrote it, in seconds since 1970; 0 where their word tells.
    """
    now = register.spans.get(_print(key))
    if now is None or now == was:
        return
    words = _words(register, person, key)
    said = moment(words[-1].statement.signed_at) if words and not at else None
    register.spans[_print(key)] = now._replace(said=int(said.timestamp()) if said else at)


def _is_confirmed(key: HeldKey, stood: Iterable[HeldKey], signer: str | None) -> bool:
    """Whether whoever signed a commit says something of a key in it that was not said before."""
    known = {each.signature for held in stood for each in held.vouched}
    return any(each.statement.key == signer and each.signature not in known for each in key.vouched)


def _same(one: HeldKey, other: HeldKey) -> bool:
    return (one.public, one.added, one.revoked) == (other.public, other.added, other.revoked)


def _print(key: HeldKey) -> str:
    try:
        return fingerprint(parse_public(key.public))
    except BadSignature:
        return ""


def _vouched_at(key: HeldKey) -> dt.datetime:
    at = moment(key.vouched[-1].statement.signed_at) if key.vouched else None
    return at or dt.datetime.min.replace(tzinfo=dt.UTC)

"""Who may read a document of a grievance, and what of that only the person concerned has said."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.person import name_of
from mentorctl.trail.register.key_words import vouching_key
from mentorctl.vault.errors import VaultError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from mentorctl.model.grievance import GrievanceSetting, Parties
    from mentorctl.model.person import Person
    from mentorctl.model.recorded import HeldKey
    from mentorctl.trail.register.key_register import KeySpan, Register

__all__ = ["CaseStanding", "ReaderDoubt", "Reading", "Rolls", "readers_of", "reading"]


class Rolls(NamedTuple):
    """Whose step is whose, as a program says it.

    Attributes:
        setting: The steps.
        people: Everybody by id.
    """

    setting: GrievanceSetting
    people: Mapping[str, Person]

    def dealing(self, parties: Parties, numbers: range) -> dict[int, tuple[str, ...]]:
        """The ids of those who deal with some steps; nobody for one that is gone past."""
        way = set(parties.way(self.setting, self.people))
        return {
            number: tuple(parties.handlers(self.setting.step(number), self.people))
            for number in numbers
            if number in way and self.setting.step(number).recipient
        }


class CaseStanding(NamedTuple):
    """Whom a program's keys make people, and how it deals with grievances.

    Attributes:
        program: The program's id.
        setting: Its steps.
        people: Everybody by id.
        register: Whose keys count.
        held: Everybody's keys as their files have them, with who vouches for each.
        again: For each key whose revocation was taken back, the keys that did so.
        without: What coordinators say of steps and people without the one with this id.
    """

    program: str
    setting: GrievanceSetting
    people: Mapping[str, Person]
    register: Register
    held: Mapping[str, tuple[HeldKey, ...]] = {}
    again: Mapping[str, tuple[str, ...]] = {}
    without: Callable[[str], Rolls] | None = None

    def deals(self, person: str, step: int, parties: Parties) -> bool:
        """Whether somebody deals with a step of a grievance.

        That is so by what the program says now, or by the word of others than whom it is with: who
        takes a role from somebody does not take back what they said.
        """
        if person in parties.handlers(self.setting.step(step), self.people):
            return True
        if self.without is None:
            return False
        others = self.without(parties.about)
        return person in parties.handlers(others.setting.step(step), others.people)

    def noted(self, asked: Iterable[str]) -> set[str]:
        """What somebody has asked about, each key with whether it was revoked, or counts again."""
        spans = self.register.spans
        return {
            f"{each}\n{spans[each].revoked or ''} {len(self.again.get(each, ()))}"
            if each in spans
            else each
            for each in asked
        }

    def still(self, noted: Iterable[str]) -> frozenset[str]:
        """Of what was noted so, what stands as it stood: not a key that was revoked since."""
        return frozenset(
            name
            for each in noted
            if (name := each.partition("\n")[0]) and {each} == self.noted([name])
        )

    def is_by_others(self, mark: str, about: str) -> bool:
        """Whether what a coordinator's key says of keys is said by nobody but the others.

        Whoever let that key in has a say in it, too: a coordinator can make up another one.

        Args:
            mark: The fingerprint of the key; empty for what stood there when the register began.
            about: The id of whom the grievance is with.
        """
        spans, todo, known = self.register.spans, [mark], set[str]()
        while todo:
            each = todo.pop()
            if each in known:
                continue
            known.add(each)
            span = spans.get(each)
            if span is None:
                if each or about in self._founders():
                    return False
                continue
            if span.person == about:
                return False
            todo += [span.by, span.changed_by]
        return True

    def _founders(self) -> set[str]:
        register = self.register
        return {
            span.person for span in register.spans.values()
            if not span.by and span.commit == register.root
        }  # fmt: skip

    def _is_let_in(self, span: KeySpan, about: str) -> bool:
        """Whether others alone have let a key in, and said last that it counts."""
        return self.is_by_others(span.by, about) and self.is_by_others(span.changed_by, about)

    def is_certain(self, mark: str, about: str, checked: Collection[str]) -> bool:
        """Whether a key is its person's by the word of others than whom the grievance is with.

        That is a coordinator who let it in, or its owner with an older key that is certain. What
        the owner said before it was revoked does not speak for a key that counts again since by
        the word of whom it is with.
        """
        span = self.register.spans[mark]
        if mark in checked or self._is_let_in(span, about):
            return True
        if not all(self.is_by_others(each, about) for each in self.again.get(mark, ())):
            return False
        older = {
            each
            for each, other in self.register.spans.items()
            if each != mark and other.person == span.person and other.revoked is None
            and (each in checked or self._is_let_in(other, about))
        }  # fmt: skip
        return any(
            each.statement.by == span.person
            and each.statement.key in older
            and vouching_key(each, self.program, span.person, span.public) == each.statement.key
            for key in self.held.get(span.person, ())
            for each in key.vouched
        )


class ReaderDoubt(NamedTuple):
    """Something about readers for which there is no word but of whom the grievance is with.

    Attributes:
        about: The fingerprints of keys, or the id of a person, to ask about.
        said: What it is, in words, without that person's name.
    """

    about: tuple[str, ...]
    said: str


class Reading(NamedTuple):
    """For whom something is to be sealed.

    Attributes:
        steps: The first and the last step of those who are to read it.
        readers: Who reads it, with the fingerprints of their keys.
        left_out: The fingerprints of keys for which it is not, as they are not certain and their
            owners have others that are.
        doubts: What is not certain.
        unsure: The ids of those for whom it is not, as it is not certain that they deal with a
            step, and others certainly do.
    """

    steps: tuple[int, int]
    readers: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...]
    doubts: tuple[ReaderDoubt, ...]
    unsure: tuple[str, ...] = ()


def reading(
    steps: tuple[int, int],
    parties: Parties,
    standing: CaseStanding,
    checked: Collection[str],
    addressed: Collection[str] = (),
) -> Reading:
    """For whom something is to be sealed, and what is not certain about that.

    Args:
        steps: The first and the last step of those who are to read it.
        parties: Who has the grievance with whom.
        standing: Whose keys count.
        checked: The fingerprints, ids and addresses that were asked about.
        addressed: The ids of those to whom it goes by mail.

    Raises:
        VaultError: A step has nobody to deal with it, or somebody without a key.
    """
    readers: dict[str, tuple[str, ...]] = {}
    left_out: list[str] = []
    doubts: list[ReaderDoubt] = []
    others = standing.without(parties.about) if standing.without is not None else None
    numbers = range(steps[0], steps[1] + 1)
    roles = _Roles(parties, standing, others, numbers) if others else None
    unsure = roles.unsure(checked) if roles else frozenset()
    # whoever is said to deal with it, and perhaps does not, stops nothing by having no key
    claimed = roles.claimed if roles else frozenset()
    theirs = _of_accused(parties, standing)
    for person, marks in readers_of(*steps, parties, standing, claimed - {*checked}).items():
        if person in unsure:
            continue
        certain = tuple(
            mark
            for mark in marks
            if standing.is_certain(mark, parties.about, checked)
            and (mark in checked or mark not in theirs)
        )
        readers[person] = certain or marks
        left_out += (mark for mark in marks if mark not in readers[person])
        doubts += () if certain else _of_keys(name_of(standing.people, person), marks, theirs)
        doubts += _revoked(person, parties, standing)
    if others is not None and roles is not None:
        doubts += roles.doubts(unsure)
        doubts += _of_contacts(parties, standing, others, {*addressed} - unsure)
    open_ones = (each for each in doubts if not set(each.about) <= set(checked))
    return Reading(steps, readers, tuple(left_out), tuple(open_ones), tuple(sorted(unsure)))


def _of_keys(name: str, marks: Iterable[str], theirs: Mapping[str, str]) -> Iterator[ReaderDoubt]:
    for mark in marks:
        yield ReaderDoubt((mark,), f"the key {mark} is that of {name}{theirs.get(mark, '')}")


def _of_contacts(
    parties: Parties, standing: CaseStanding, others: Rolls, addressed: Collection[str]
) -> Iterator[ReaderDoubt]:
    """Addresses of mail; and the region of who has the grievance, where others say another one."""
    now, then = standing.people.get(parties.by), others.people.get(parties.by)
    if now and then and then.region != now.region == parties.region:
        name = name_of(standing.people, parties.by)
        yield ReaderDoubt((parties.region,), f"the region of {name} is {parties.region}")
    for each in addressed:
        person, same = standing.people[each], others.people.get(each)
        if person.email and (same is None or same.email != person.email):
            said = f"the email of {name_of(standing.people, each)} is {person.email}"
            yield ReaderDoubt((person.email,), said)


class _Roles:
    """Who deals with some steps, and who does, or no longer, by the word of whom it is with.

    Args:
        parties: Who has the grievance with whom.
        standing: What the program says.
        others: The same by the word of others.
        numbers: The steps.

    Attributes:
        claimed: The ids of those who deal with one only by the word of whom it is with.
    """

    def __init__(
        self, parties: Parties, standing: CaseStanding, others: Rolls, numbers: range
    ) -> None:
        self._standing = standing
        self._now = Rolls(standing.setting, standing.people).dealing(parties, numbers)
        self._then = others.dealing(parties, numbers)
        every = self._now.items()
        known = {each for number, some in every for each in some if each in self._sure(number)}
        self.claimed = frozenset(each for _, some in every for each in some) - known

    def _sure(self, number: int) -> Collection[str]:
        return self._then.get(number, ())

    def unsure(self, checked: Collection[str]) -> frozenset[str]:
        """The ids of those who are left out, as others of their steps are certain.

        Args:
            checked: The ids of those who were asked about.
        """
        open_ones = self.claimed - {*checked}
        needed = {
            each
            for some in self._now.values()
            for each in some
            if not {*some} - open_ones
        }  # fmt: skip
        return frozenset(open_ones - needed)

    def doubts(self, unsure: Collection[str]) -> Iterator[ReaderDoubt]:
        """What to ask about, but for those who are left out."""
        for number in sorted({*self._now, *self._then}):
            here, before = self._now.get(number, ()), self._then.get(number, ())
            for each in sorted(({*here} ^ {*before}) - {*unsure}):
                no_longer = "" if each in here else " no longer"
                name = name_of(self._standing.people, each)
                yield ReaderDoubt((each,), f"{name} deals with step {number}{no_longer}")


def _revoked(person: str, parties: Parties, standing: CaseStanding) -> list[ReaderDoubt]:
    name = name_of(standing.people, person)
    return [
        ReaderDoubt((mark,), f"the key {mark} of {name} was revoked rightly")
        for mark, span in standing.register.spans.items()
        if span.person == person and span.revoked is not None
        and not standing.is_by_others(span.changed_by, parties.about)
    ]  # fmt: skip


def readers_of(
    step: int,
    reached: int,
    parties: Parties,
    standing: CaseStanding,
    keyless: Collection[str] = (),
) -> dict[str, tuple[str, ...]]:
    """Who may read a document.

    Whoever has the grievance, and who deals with it in this step and in those that it has reached
    since; nobody else, and never the person it is with, whatever role or key that person holds.

    Args:
        step: The document's step.
        reached: The step that the grievance has reached.
        parties: Who has it with whom.
        standing: Whose keys count.
        keyless: The ids of those who may have no key.

    Returns:
        For each person the fingerprints of their keys.

    Raises:
        VaultError: A step has nobody to deal with it, or somebody without a key; or the program
            has no such step.
    """
    setting = standing.setting
    if reached > len(setting.steps):
        raise VaultError(
            f"program.yaml has no step {reached} of grievances, so nobody is known to deal with it",
            "see who took it out: mentorctl history; on paper it goes past the folder:"
            " mentorctl grievance form --blank --out FILE.pdf",
        )
    names = [parties.by]
    dealing = Rolls(setting, standing.people).dealing(parties, range(step, reached + 1))
    for number, handlers in dealing.items():
        if not handlers:
            raise _nobody(setting.step(number).recipient or "", setting.step(number).title)
        names += handlers
    found = {name: _keys(name, standing) for name in dict.fromkeys(names)}
    for name, marks in found.items():
        if not marks and name not in keyless:
            raise VaultError(
                f"{name} has no registered key that can open anything",
                f"a coordinator registers one of the kind ssh-ed25519: mentorctl key add {name}",
            )
    return found


def _keys(name: str, standing: CaseStanding) -> tuple[str, ...]:
    return tuple(
        mark
        for mark, span in standing.register.spans.items()
        if span.person == name and span.revoked is None and span.public.startswith("ssh-ed25519 ")
    )


def _of_accused(parties: Parties, standing: CaseStanding) -> dict[str, str]:
    """What is said of each key that whom it is with has in their own record.

    It could be theirs, let in under another's name; or another's, which they have written there so
    that nothing is sealed for it.
    """
    person = standing.people.get(parties.about)
    lines = {part for each in person.keys for part in each.public.split()[1:2]} if person else set()
    return {
        mark: ", though it stands in the record of whom the grievance is with, too"
        for mark, span in standing.register.spans.items()
        if span.public.split()[1] in lines
    }


def _nobody(role: str, title: str) -> VaultError:
    return VaultError(
        f"there is nobody to deal with the step {title!r}",
        f"give the role {role} to a person, with the region if the step asks for it:"
        " mentorctl person list",
    )

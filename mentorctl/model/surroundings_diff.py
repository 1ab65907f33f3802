"""In what two readings of a form's surroundings differ, as people name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import in_pairing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.model.surroundings import Surrounding

__all__ = ["changed_surroundings"]

_NUMBERED = {
    "provisions": "provision {number} of the agreement",
    "criteria": "criterion {number} for a mentor",
}
_NAMED = {
    "signers": "who signs the agreement",
    "program-area": "program area",
    "experience.number": "number of the experience",
    "experience.title": "title of the experience",
    "experience.planned": "experience as planned",
    "experience.own.title": "title of the experience of the team's own",
    "experience.own.description": "description of the experience of the team's own",
    "semesters": "title of semester {rest}, or how many experiences it has",
    "catalogue": "title of number {rest} of the catalogue",
    "catalogue.own": "number of an experience of the team's own",
    "confidentiality": "confidentiality",
    "confidentiality.source": "source of the confidentiality",
    "evidence": "evidence {rest}",
    "reflection": "title of {rest} in the reflection",
    "mentors.recommended_years": "recommended years of a mentor",
    "mentors.same_school": "school of a mentor",
    "positions": "positions of the mentee",
    "trainings": "training {rest}",
    "points": "title of {rest}",
    "ratings": "title of rating {rest}",
}
_GROUPS = {"provisions": "provisions of the agreement"}


def changed_surroundings(
    before: Sequence[Surrounding], after: Sequence[Surrounding]
) -> Iterator[tuple[str, str]]:
    """What is another now: what it is called, with the file it stands in; and that file."""
    old, new = ({each.key: each for each in side} for side in (before, after))
    for key in dict.fromkeys((*new, *old)):
        now, was = new.get(key), old.get(key)
        if now is None or was is None or now.value != was.value:
            held = now or was
            assert held is not None
            side = before if now is None else after
            yield f"{_called(held, side)} ({_place(held.source)})", held.source
    shared = [each.key for each in before if each.key in new]
    order = [each.key for each in after if each.key in old]
    moved = {key.partition(".")[0] for key, other in zip(shared, order, strict=False)
             if key != other}  # fmt: skip
    for group in sorted(moved):
        source = next(each.source for each in after if each.key.startswith(group))
        yield f"order of the {_GROUPS.get(group, group)} ({_place(source)})", source


def _called(each: Surrounding, among: Sequence[Surrounding]) -> str:
    """What a person calls it: `provision 4 of the agreement`."""
    group, _, rest = each.key.partition(".")
    if group in _NUMBERED:
        alike = [other.key for other in among if other.key.startswith(f"{group}.")]
        return _NUMBERED[group].format(number=alike.index(each.key) + 1, rest=rest)
    name, _, last = rest.rpartition(".")
    if group == "duties":
        return f"duty {last} of the {name}"
    if group == "people":
        says = {"id": "{role}", "name": "name of the {role}", "called": "title of the {role}"}
        return says[last].format(role=name)
    if group == "dates":
        return f"{'title of the date' if last == 'title' else 'date'} {name}"
    return _NAMED.get(each.key, _NAMED.get(group, group)).format(rest=rest)


def _place(source: str) -> str:
    """A file as a person of the pairing names it: `program.yaml`, `plan.yaml`."""
    place = in_pairing(source)
    return place.file if place else source

"""Which files of others the rules about a pairing looked at: their findings rest on these, too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from mentorctl.model.approvers import can_approve
from mentorctl.model.paths import pairing_file, person_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mentorctl.rules.base import Context
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.signatures.signature_states import Trail

__all__ = ["EVERYTHING", "LookedAt"]

R = TypeVar("R")

# stands among the files where all there are were looked at
EVERYTHING = "*"


class LookedAt:
    """Notes which files of others the rules look at."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def watching(self, context: Context) -> Context:
        """What rules may look at, and not unseen."""
        year, shared = context.program.year, context.shared
        earlier = _Watched(shared.earlier, lambda name: pairing_file(year, name), self._seen)
        people = _Watched(context.people, person_file, self._seen)
        # whatever pairing has a person's training, its file counts, and it may not be there yet
        trained = shared.trained and _Watched(shared.trained, lambda _: EVERYTHING, self._seen)
        shared = msgspec.structs.replace(
            shared,
            earlier=earlier,
            trained=trained,
            can_approve=partial(can_approve, context.program, people),
        )
        return msgspec.structs.replace(context, people=people, shared=shared)

    def watching_signatures(self, trail: Trail) -> Trail:
        """The same for who holds which role, and for what signed forms take from elsewhere."""

        def holds(person: str, role: str) -> bool | None:
            self._seen.add(person_file(person))
            return trail.holds(person, role)

        sources = trail.sources and self.watching_sources(trail.sources)
        return trail._replace(holds=holds, sources=sources)

    def watching_sources(self, sources: FormSources) -> FormSources:
        """The same for what forms take from elsewhere."""
        return sources.watched(self._seen.add)

    def taken(self) -> tuple[str, ...]:
        """What was looked at since this was asked last."""
        found = tuple(sorted(self._seen))
        self._seen.clear()
        return found


class _Watched(Mapping[str, R]):
    """A mapping that notes what is asked for."""

    def __init__(self, inner: Mapping[str, R], path: Callable[[str], str], seen: set[str]) -> None:
        self._inner, self._path, self._seen = inner, path, seen

    def __getitem__(self, name: str) -> R:
        self._seen.add(self._path(name))
        return self._inner[name]

    def __contains__(self, name: object) -> bool:
        self._seen.add(self._path(str(name)))
        return name in self._inner

    def __iter__(self) -> Iterator[str]:
        self._seen.add(EVERYTHING)
        return iter(self._inner)

    def __len__(self) -> int:
        self._seen.add(EVERYTHING)
        return len(self._inner)

    def __bool__(self) -> bool:
        return bool(self._inner)

"""Program folders in which people have signed what they are asked to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from support.trails import as_yaml, key, signatures, statement

from mentorctl.model.paths import signature_file
from mentorctl.store.folder import Folder
from mentorctl.trail.signatures.signature_states import required_signatures, role_holder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import SignedStatement

__all__ = ["register_all", "sign_all"]


def register_all(root: Path) -> None:
    """Give everybody in a program's people/ a key, for which its first coordinator vouches."""
    program, first = Folder(root).program, Folder(root).program.coordinators[0]
    for path in sorted((root / "people").glob("*.yaml")):
        by = "" if path.stem == first else first
        found = key(path.stem, by=by, program=program.id)
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(as_yaml({"keys": [_filled(found)]}).decode())


def sign_all(
    root: Path,
    *,
    leave: Sequence[str] = (),
    decline: Mapping[str, str] | None = None,
    other: Mapping[str, str] | None = None,
    at: str = "2027-04-20T15:00:00-05:00",
) -> None:
    """Sign everything that a program asks for, by keys that its coordinator vouches for.

    Args:
        root: The program folder.
        leave: What nobody signs, `plan.yaml advisor`.
        decline: What its signer declines to sign, and why.
        other: What another person's key signs in the signer's name.
        at: When.
    """
    register_all(root)
    folder = Folder(root)
    for team in folder.teams():
        files: dict[str, list[SignedStatement]] = defaultdict(list)
        for path, record, role in required_signatures(folder.program, team.recorded):
            what = f"{path} {role}"
            if what in leave:
                continue
            said = {"declined": decline[what]} if decline and what in decline else {}
            files[signature_file(path, role)].append(
                statement(
                    record, team.path(path), role, role_holder(team.recorded, role), at,
                    by=other.get(what, "") if other else "", program=folder.program.id,
                    context=folder.recorded.sources.covered(record, role, team.folder), **said,
                )
            )  # fmt: skip
        for name, signed in files.items():
            file = root / team.path(name)
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(signatures(*signed))


def _filled(found: object) -> object:
    """What a file says: nothing of what nobody has filled in."""
    import msgspec

    def kept(value: object) -> object:
        if isinstance(value, dict):
            return {name: kept(each) for name, each in value.items() if each not in (None, [], "")}
        return [kept(each) for each in value] if isinstance(value, list) else value

    return kept(msgspec.to_builtins(found))

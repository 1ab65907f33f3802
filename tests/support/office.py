"""A program that is shared through a repository with the guard, and what people do in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import copied, lay_base
from support.histories import plain
from support.keys import lay_key
from support.run import Result, mentorctl

from mentorctl.trail.git.transport import remember

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["AMARA", "IRIS", "agreed_copy", "by", "lay_office", "register", "save_a_remark", "sync"]

AMARA, IRIS = "amara-okafor", "iris-nakamura"


def lay_office(folder: Path) -> None:
    """Lay the coordinator's copy `program`, `shared.git` with the guard, and somebody's `mine`.

    The coordinator, Iris Nakamura, alone has a key.
    """
    program = lay_base(folder / "program")
    assert by(IRIS, program, "key", "add", IRIS).code == 0
    assert by(IRIS, program, "host", folder / "shared.git").code == 0
    plain(folder, "clone", "-q", str(folder / "shared.git"), str(folder / "mine"))


def agreed_copy(laid: Path, shared: Path) -> Path:
    """Copy a folder beside its shared one, which its user has agreed to."""
    copy = copied(laid, shared.parent / laid.name)
    plain(copy, "remote", "set-url", "origin", str(shared))
    remember(copy, str(shared))
    return copy


def by(person: str, folder: Path, *words: str | Path, answers: str = "") -> Result:
    """Run mentorctl as somebody with their own key; with no key for an empty name."""
    key = lay_key(folder.parent / "keys", person) if person else "none"
    env = {"MENTORCTL_KEY": str(key)}
    return mentorctl(*words, cwd=folder, env=env, input=answers, terminal=bool(answers))


def sync(person: str, folder: Path, *words: str, answers: str = "") -> Result:
    """Exchange with the shared folder as somebody."""
    shared = folder.parent / "shared.git"
    return by(person, folder, "sync", "--remote", shared, *words, answers=answers)


def register(office: Path, person: str = AMARA) -> None:
    """Have the coordinator register somebody's key, and send that."""
    public = lay_key(office.parent / "keys", person).with_name(f"{person}.pub")
    done = by(IRIS, office, "key", "add", person, public)
    assert done.code == 0, done.err
    assert sync(IRIS, office).code == 0


def save_a_remark(office: Path) -> None:
    """Have the coordinator save something that nobody has to judge."""
    with next(office.glob("pairings/*/*/pairing.yaml")).open("a", encoding="utf-8") as file:
        file.write("# seen\n")
    done = by(IRIS, office, "save")
    assert done.code == 0, done.err

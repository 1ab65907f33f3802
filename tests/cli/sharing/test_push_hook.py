"""What git's hooks of a shared folder load, and how often they start git: counted, not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.counted import counted_gits, loaded_by, needs_shell
from support.histories import plain
from support.keys import needs_openssh
from support.office import save_a_remark

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [needs_shell, needs_openssh]

MOST = 2


def hook(shared: Path, *words: str, old: str, new: str) -> tuple[int, set[str], str]:
    """Run what a hook runs; its code, what it loaded, and what it said."""
    said = f"{old} {new} refs/heads/main\n"
    return loaded_by("guard", *words, cwd=shared, env={"GIT_DIR": "."}, said=said)


def send(office: Path) -> tuple[str, str]:
    """Save something, and lay its objects beside the shared folder's own; both last commits."""
    shared = office.parent / "shared.git"
    save_a_remark(office)
    plain(shared, "fetch", "-q", str(office), "main")
    return plain(shared, "rev-parse", "main").strip(), plain(office, "rev-parse", "HEAD").strip()


@pytest.mark.parametrize("words", [(), ("--came-in",)])
def test_a_hook_loads_no_command_line_and_starts_few_gits(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    old, new = send(office)
    shared = office.parent / "shared.git"
    # what the shared history proves is known from then on
    assert hook(shared, old=old, new=new)[0] == 0
    started = counted_gits(tmp_path / "counted", monkeypatch)

    code, loaded, said = hook(shared, *words, old=old, new=new)
    assert code == 0, said
    assert "mentorctl.cli.sharing.push_hook" in loaded
    assert loaded.isdisjoint({"typer", "ruamel.yaml", "bcrypt"})
    assert len(gits := started()) <= MOST, gits


def test_a_hook_that_is_told_nonsense_says_so(office: Path) -> None:
    code, _, said = hook(office.parent / "shared.git", old="x", new="y")
    assert code == 3
    assert "error: this is not what git tells a hook" in said

"""What commands share of a run: the folder, and how it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.keys import needs_openssh
from support.run import mentorctl
from support.signers import lay_registered

from mentorctl.store.parse import fast

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

pytestmark = needs_openssh


def test_a_history_that_nobody_has_looked_at_is_read_in_one_go(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_registered(program)
    alone = list[bytes]()
    once = fast._unheard  # noqa: SLF001 - nothing else tells that a file was read alone

    def heard(data: bytes) -> bytes:
        alone.append(data)
        return once(data)

    monkeypatch.setattr(fast, "_unheard", heard)
    monkeypatch.setattr(fast, "_kept", {})
    done = mentorctl("status", "--today", "2027-05-03", cwd=program)
    assert done.code in {0, 1}, done.err
    # each costs a tenth more than one of many; program.yaml tells where the others are
    assert len(alone) <= 1

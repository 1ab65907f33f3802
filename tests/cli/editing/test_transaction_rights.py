"""No command makes a change that would count for nothing: it says so, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import plain
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

PAIRING = "amara-okafor-teo-lindqvist"
TODAY = ("--today", "2027-05-03")
LOG = (
    "log", PAIRING, "--on", "2027-04-20", "--from", "10:00", "--until", "11:00", "--kind", "phone",
    *TODAY,
)  # fmt: skip
EXTEND = (
    "extend", PAIRING, "experiences-3-4", "--until", "2027-05-20", "--by", "noor-haddad",
    "--reason", "ill", *TODAY,
)  # fmt: skip
ATTEND = ("attend", "midyear", "grace-whitfield", "--on", "2027-01-26", *TODAY)


def head(root: Path) -> str:
    return plain(root, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("person", "words", "may"),
    [
        ("teo-lindqvist", LOG, True),
        ("iris-nakamura", LOG, True),
        ("amara-okafor", LOG, False),
        ("noor-haddad", LOG, False),
        ("teo-lindqvist", EXTEND, False),
        ("amara-okafor", ATTEND, False),
        ("teo-lindqvist", ATTEND, False),
    ],
)
def test_what_a_guard_would_refuse_is_refused_at_once(
    program: Path, person: str, words: tuple[str, ...], may: bool
) -> None:
    root = lay_registered(program)
    before = head(root)
    result = as_person(person, root, *words)
    assert result.code == (0 if may else 1), result.err
    assert (head(root) != before) is may
    if not may:
        assert "nothing was changed" in result.err
        assert "ask who may, or the coordinator" in result.err
        assert plain(root, "status", "--porcelain") == ""


def test_it_is_said_also_of_what_would_be_done(program: Path) -> None:
    root = lay_registered(program)
    result = as_person("amara-okafor", root, *LOG, "--dry-run")
    assert (result.code, "only the mentor fills it in" in result.err) == (1, True)

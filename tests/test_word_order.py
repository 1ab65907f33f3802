"""Every command that takes several words understands them in another order, without a doubt."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest
from cli.test_base_command import ALL
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TODAY = ("--today", "2027-05-03")
# the words, and the options that go with them
WORDS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "approve": (("okafor", "plan"), ("--on", "2026-09-24", "--yes")),
    "attend": (("kickoff", "noor", "teo"), ("--on", "2026-09-22")),
    "check": (("okafor", "plan"), ()),
    "comment": (("okafor", "1", "2"), ("--text", "Used again.", "--yes")),
    "edit": (("okafor", "plan"), ("--set", "content_area=Business")),
    "extend": (("okafor", "comments-1-2"),
               ("--until", "2027-01-15", "--by", "advisor", "--reason", "flu", "--yes")),
    "hand-in": (("okafor", "1", "2"), ("--on", "2026-11-06", "--yes")),
    "history": (("okafor", "plan"), ()),
    "import": (("years", "years/2026-2027.yaml"), ()),
    "evaluate answer": (("program-evaluation", "program.yaml"), ()),
    "mark": (("okafor", "mentor-confirmed"), ("--by", "iris")),
    "new": (("okafor", "visit"), ("--on", "2027-04-01")),
    "pair": (("bo-reyes", "ana-ruiz"), ("--starts", "2027-05-03")),
    "receipt": (("okafor", "plan"), ()),
    "receive": (("okafor", "1", "2"), ("--on", "2026-12-20")),
    "render": (("plan", "okafor"), ("--to", "html")),
    "schedule": (("okafor", "visit"), ("--on", "2027-05-20")),
    "waive": (("okafor", "plan:approved.on"), ("--by", "advisor", "--reason", "flu", "--yes")),
    "sign": (("okafor", "plan"), ("--yes",)),
    "attest": (("okafor", "plan", "advisor"),
               ("--scan", "../page.pdf", "--signed-on", "2026-10-06", "--yes")),
    "key add": (("amara-okafor", "bo.pub"), ()),
    "key revoke": (("noor-haddad", "SHA256:"), ()),
    "reassign note": (("okafor",), ("--words", "-")),
    "reassign answer": (("okafor", "good"), ()),
    "reassign skip": (("okafor", "everyone"), ("--reason", "asked before")),
    "reassign contact": (("okafor", "bo-reyes"), ("--answer", "no")),
    "reassign assign": (("okafor", "bo-reyes"), ("--called-on", "2027-05-03")),
}  # fmt: skip
# one word may be a place, the rest is words of a help page, or several of one sort
ONE_SORT = {"evaluate collect", "explain", "help", "join", "remind", "retain"}
SIGNED = {"sign": "noor-haddad", "attest": "iris-nakamura", "key add": "iris-nakamura",
          "key revoke": "iris-nakamura"}  # fmt: skip


def test_every_command_with_several_words_is_among_them() -> None:
    for name, command in ALL.items():
        words = [each for each in command.params if each.param_type_name == "argument"]
        if len(words) > 1 or any(each.nargs != 1 for each in words):
            assert name in WORDS.keys() | ONE_SORT, name


@pytest.mark.parametrize("name", [each for each in WORDS if each not in SIGNED
                                  and not each.startswith("reassign")])  # fmt: skip
def test_words_may_stand_in_another_order(name: str, program: Path) -> None:
    people = (("bo-reyes", "mentee"), ("ana-ruiz", "mentor")) if name == "pair" else ()
    for new, role in people:
        mentorctl("person", "add", new, "--name", new.title(), "--role", role, "--email",
                  f"{new}@b.example", "--experience-years", "9", cwd=program)  # fmt: skip
    words, options = WORDS[name]
    writes = any("--dry-run" in each.opts for each in ALL[name].params)
    rest = [*options, *(() if name == "history" else TODAY), *(["--dry-run"] if writes else [])]
    found = {}
    for order in _orders(words):
        found[order] = mentorctl(*name.split(), *order, *rest, cwd=program)
    _same(found)


@needs_openssh
@pytest.mark.parametrize("name", SIGNED)
def test_words_of_what_is_signed_may_stand_in_another_order(name: str, program: Path) -> None:
    lay_registered(program)
    (program.parent / "page.pdf").write_bytes(b"%PDF-1.4 a scanned page")
    (program / "bo.pub").write_text("ssh-ed25519 AAAA bo\n", encoding="utf-8")
    words, options = WORDS[name]
    found = {}
    for order in _orders(words):
        today = () if name.startswith("key") else TODAY
        found[order] = as_person(
            SIGNED[name], program, *name.split(), *order, *options, *today, "--dry-run"
        )
    _same(found)


@pytest.mark.parametrize("name", [each for each in WORDS if each.startswith("reassign")])
def test_words_of_a_search_may_stand_in_another_order(name: str, tmp_path: Path) -> None:
    program = _with_a_search(tmp_path)
    words, options = WORDS[name]
    found = {}
    for order in _orders(words):
        found[order] = mentorctl(*name.split(), *order, *options, *TODAY, "--dry-run", cwd=program)
    _same(found)


def _orders(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words as they are meant, and in every other order that leaves numbers in theirs."""
    orders = itertools.permutations(words)
    numbers = [each for each in words if each.isdecimal()]
    return [each for each in orders if [word for word in each if word.isdecimal()] == numbers]


def _same(found: dict[tuple[str, ...], Result]) -> None:
    first, *others = found.values()
    assert not re.search(r"no [a-z ]+ is called", first.err), first.err
    assert first.code in {0, 1, 2, 3}
    for order, done in zip(list(found)[1:], others, strict=True):
        assert done == first, (order, done.err, first.err)


def _with_a_search(place: Path) -> Path:
    program = place / "p"
    preset = ("--preset", "south-bay-induction", "--year", "2026-2027")
    assert mentorctl("init", program, *preset).code == 0
    for name, role in (("amara-okafor", "mentee"), ("teo-lind", "mentor"), ("bo-reyes", "mentor")):
        done = mentorctl("person", "add", name, "--name", name.title().replace("-", " "), "--role",
                         role, "--email", f"{name}@b.example", "--experience-years", "9",
                         cwd=program)  # fmt: skip
        assert done.code == 0, done.err
    starts = ("--starts", "2026-09-01", *TODAY)
    assert mentorctl("pair", "amara", "teo", *starts, cwd=program).code == 0
    begun = mentorctl("reassign", "start", "okafor", *TODAY, cwd=program)
    assert begun.code == 0, begun.err
    return program

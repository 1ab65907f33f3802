"""The same commit on the same day makes the same bytes, on whatever machine and for whomever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING
from support.folders import copied, lay_base

if TYPE_CHECKING:
    from support.folders import Once

LISTS = ("status", "due", "completers --explain", "invoices", "standards", "check", "audit",
         "report", "calendar", "person list", "key list", "history", "remind", "retain",
         f"status {PAIRING}")  # fmt: skip
UNDATED = ("person list", "key list", "history", "audit")
# what each can be said as; a calendar is one already
FORMATS = {"check": ("text", "json"), "report": ("json",), "calendar": (), "remind": ("json",),
           "history": ("table", "json"), "retain": ("table", "json"), "key list": ("table", "json"),
           "audit": ("text", "json")}  # fmt: skip
FORMS = ("docx", "html", "pdf")
TODAY = ("--today", "2027-05-03")

# runs in a process of its own, so that its environment is its own from the start
RUNS = """
import hashlib, json, os, sys
from pathlib import Path
from support.run import mentorctl
os.umask(int(sys.argv[1], 8))
said = {}
for words in json.loads(sys.argv[2]):
    # a table for people is as wide as they want it
    width = {"COLUMNS": "80"} if {"table", "text"}.intersection(words) else {}
    said[" ".join(words)] = [*mentorctl(*words, env=width)]
for file in sorted(path for path in Path("forms").rglob("*") if path.is_file()):
    said[file.as_posix()] = hashlib.sha256(file.read_bytes()).hexdigest()
print(json.dumps(said))
"""


def _runs() -> list[tuple[str, ...]]:
    found = [
        (*name.split(), *(() if name in UNDATED else TODAY), *(("--format", form) if form else ()))
        for name in LISTS
        for form in FORMATS.get(name, ("table", "csv", "json")) or ("",)
    ]
    forms = ("render", "plan", "okafor", "--to", ",".join(FORMS), *TODAY)
    return [*found, forms, ("report", *TODAY)]


def _said(root: Path, umask: str, **settings: str) -> dict[str, object]:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent), **settings}
    done = subprocess.run(
        [sys.executable, "-c", RUNS, umask, json.dumps(_runs())],
        cwd=root, env=env, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return dict(json.loads(done.stdout))


@pytest.mark.skipif(os.name == "nt", reason="neither umask nor TZ is Windows' own")
def test_a_run_says_the_same_on_every_machine(once: Once, tmp_path: Path) -> None:
    base = once("base", lambda folder: lay_base(folder / "program")) / "program"
    here = copied(base, tmp_path / "p")
    there = copied(base, tmp_path / "elsewhere/with a space/é/program")
    homes = [tmp_path / "home", tmp_path / "other home"]
    for home in homes:
        home.mkdir()
    one = _said(here, "022", HOME=str(homes[0]), XDG_CACHE_HOME=str(homes[0]), TZ="UTC",
                LANG="C", LC_ALL="C", COLUMNS="60", PYTHONHASHSEED="1")  # fmt: skip
    other = _said(there, "077", HOME=str(homes[1]), XDG_CACHE_HOME=str(homes[1]),
                  TZ="Pacific/Auckland", LANG="de_DE.UTF-8", LC_ALL="C.UTF-8", COLUMNS="200",
                  PYTHONHASHSEED="2")  # fmt: skip
    assert one.keys() == other.keys()
    assert f"forms/2026-2027_{FOLDER.rpartition('/')[2]}_plan.docx" in one
    for name, said in one.items():
        assert said == other[name], name
        if isinstance(said, list):
            # the program follows no standard
            assert said[0] in {0, 1} or name.startswith("standards"), (name, said)

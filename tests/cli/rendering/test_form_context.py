"""What forms are told of signatures."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from support.facts import FOLDER, PAIRING
from support.folders import commit_all, lay_base
from support.run import mentorctl
from support.signed import sign_all

from mentorctl.cli.commands.demo import build
from mentorctl.cli.rendering.form_context import form_context
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)


def signed(tmp_path: Path) -> Path:
    """The base program with signatures."""
    root = lay_base(tmp_path / "program")
    sign_all(root, leave=["experiences/2.yaml mentor"])
    commit_all(root, "signed", "2027-04-20T16:00:00-0500")
    return root


def test_a_signature_is_told_with_its_day_and_key(tmp_path: Path) -> None:
    about = form_context(Folder(signed(tmp_path)), TODAY)
    found = about.signed(f"{FOLDER}/experiences/1.yaml", "mentor")
    assert found is not None
    assert (found.state, found.by, found.on) == ("valid", "teo-lindqvist", dt.date(2027, 4, 20))
    assert found.how.startswith("signed with the key SHA256:")
    entry = about.signed(f"{FOLDER}/log.yaml#2026-09-29-1", "mentee")
    assert entry is not None
    assert entry.by == "amara-okafor"


def test_what_is_missing_leaves_the_line_blank(tmp_path: Path) -> None:
    about = form_context(Folder(signed(tmp_path)), TODAY)
    assert about.signed(f"{FOLDER}/experiences/2.yaml", "mentor") is None
    assert about.signed(f"{FOLDER}/experiences/1.yaml", "mentee") is None
    assert about.signed("pairings/2025-2026/other/plan.yaml", "advisor") is None
    assert about.signed("pairings/2026-2027/nobody/plan.yaml", "advisor") is None
    assert about.signed("program.yaml", "advisor") is None


def test_a_printed_form_says_who_signed_and_what_is_stale(tmp_path: Path) -> None:
    root = signed(tmp_path)
    file = root / FOLDER / "experiences/3.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  text: >-\n", "  text: >-\n    More.\n"), encoding="utf-8")
    done = mentorctl(
        "render", "comment", PAIRING, "--to", "html", "--out", tmp_path / "out",
        "--today", TODAY.isoformat(), cwd=root,
    )  # fmt: skip
    assert done.code == 0, done.err
    pages = {path.stem[-1]: path.read_text(encoding="utf-8")
             for path in (tmp_path / "out").glob("*.html")}  # fmt: skip
    assert "signed with the key SHA256:" in pages["1"]
    assert "SHA256:" not in pages["2"]
    assert re.search(r"\(stale, April 20, 2027; .* changed and not saved yet\)", pages["3"])


def test_paper_is_told_as_paper_with_the_name_of_who_attests_it(tmp_path: Path) -> None:
    build(tmp_path / "demo")
    about = form_context(Folder(tmp_path / "demo"), dt.date(2027, 4, 27))
    visit = "pairings/2026-2027/oksana-kovalenko-jolene-fitzwater/visits/2026-10-29.yaml"
    found = about.signed(visit, "mentee")
    assert found is not None
    assert found.state == "attested"
    assert found.how == "on paper, attested by Theodore Runge"


def test_a_plan_says_under_its_initials_who_signed_it_and_what_is_stale(tmp_path: Path) -> None:
    build(tmp_path / "demo")
    words = ("--to", "html", "--today", "2027-04-27", "--out", tmp_path / "out")
    for person in ("renee", "devon"):
        assert mentorctl("render", "plan", person, *words, cwd=tmp_path / "demo").code == 0
    stale, valid = (
        " ".join(path.read_text(encoding="utf-8").split())
        for path in sorted((tmp_path / "out").glob("*.html"), reverse=True)
    )
    assert "Patricia Nakamura, November 3, 2026 (stale: target date of experience 3" in stale
    assert "Signed electronically by the" in valid
    assert "(signed with the key SHA256:" in valid

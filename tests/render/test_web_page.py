"""The page of the program: it stands by itself, whatever its records say, and keeps nobody out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.axe import NARROW, POLICY, WIDE, looked_at, needs_axe
from support.facts import FOLDER, change
from support.page import elements
from support.run import mentorctl

from mentorctl.model.look import Colours, Look, contrast
from mentorctl.render.program_templates import House
from mentorctl.render.web_page import DARK, LIGHT, _colours

if TYPE_CHECKING:
    from support.folders import Once

SAMPLE = Path(__file__).parents[2] / "sample-program"
TODAY = "2027-04-20"
LOADS = {"src", "href", "srcset", "data", "action", "formaction", "poster", "background", "cite"}
HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\"' onmouseover=alert(1) style=--n:9",
    "style": "</style><style>body{display:none}",
    "template": "{{ 7 * 7 }}{% for x in y %}",
    "formula": '=HYPERLINK("http://x.example")',
    "annotation": "::error::gone",
    "long": "Ann" + "a" * 4_997,
}


def made(root: Path, *words: str) -> str:
    """The page of a folder."""
    out = root.parent / "page.html"
    done = mentorctl("report", "--today", TODAY, "--out", out, *words, cwd=root)
    assert done.code in {0, 1}, done.err
    return out.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(once: Once) -> dict[str, str]:
    """The sample's page for each reader."""
    folder = once("report-pages", lambda folder: shutil.copytree(SAMPLE, folder / "p"))
    return {
        "coordinator": made(folder / "p"),
        "public": made(folder / "p", "--for", "public"),
        "advisor": made(folder / "p", "--advisor", "buchholz"),
        "principal": made(folder / "p", "--school", "Blue Bend"),
    }


def test_it_stands_by_itself(pages: dict[str, str]) -> None:
    for page in pages.values():
        stands_by_itself(page)


def stands_by_itself(page: str) -> None:
    """Nothing runs, nothing is loaded, and a policy says so before anything else is said."""
    found = elements(page)
    names = {each.name for each in found}
    assert not names & {"script", "iframe", "object", "embed", "link", "base", "form", "a", "svg"}
    for each in found:
        assert not [name for name in each.attributes if name.startswith("on")], each
        for name in LOADS & each.attributes.keys():
            assert each.attributes[name].startswith("data:image/"), each
        assert not re.search(r"url|expression|[<>{]", each.attributes.get("style", "")), each
    style = "".join(each.text for each in found if each.name == "style")
    assert len([each for each in found if each.name == "style"]) == 1
    assert "@import" not in style
    assert not re.search(r"url\((?!\"data:font/)", style)
    policy = POLICY.search(page)
    assert policy is not None
    assert "default-src 'none'" in policy[0]
    assert policy.start() < page.index("<style>") < page.index("<body>")


def test_it_is_the_same_bytes_each_time(pages: dict[str, str], once: Once) -> None:
    folder = once("report-pages", lambda _: None)
    assert made(folder / "p") == pages["coordinator"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_records_say_does_no_harm(program: Path, text: str) -> None:
    change(program, "people/amara-okafor.yaml", ("name",), text)
    change(program, "people/amara-okafor.yaml", ("school",), text)
    change(program, f"{FOLDER}/pairing.yaml", ("content_area",), text)
    change(program, "program.yaml", ("name",), text)
    change(program, "program.yaml", ("calendar", 0, "title"), text)
    for term in ("mentees", "mentor", "advisor"):
        change(program, "program.yaml", ("terms", term), text)
    page = made(program)
    stands_by_itself(page)
    (title,) = (each.text for each in elements(page) if each.name == "h1")
    shown = " ".join(text.split())
    assert title == (shown if len(shown) <= 120 else f"{shown[:119]}…")
    assert len(page) < 200_000
    stands_by_itself(made(program, "--for", "principal", "--school", text[:30]))


def test_colours_that_are_faint_are_made_readable() -> None:
    faint = Colours(ink="#cccccc", quiet="#eeeeee", accent="#ffff00", stamp="#fafafa")
    for look in (Look(), Look(colours=faint)):
        found = _colours(House(look=look))
        for name, behind in (("light", LIGHT), ("dark", DARK)):
            assert all(contrast(colour, behind) >= 4.5 for colour in found[name].values())


def test_the_programs_look_and_logo_are_on_it(program: Path) -> None:
    templates = program / "templates"
    templates.mkdir()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'
    (templates / "logo.svg").write_text(drawing, encoding="utf-8")
    look = 'paper: a4\ncolours:\n  accent: "#5a1f5f"\nlogo:\n  file: logo.svg\n  alt: A square\n'
    (templates / "look.yaml").write_text(look, encoding="utf-8")
    page = made(program)
    stands_by_itself(page)
    (logo,) = (each for each in elements(page) if each.name == "img")
    assert logo.attributes["alt"] == "A square"
    assert "--accent: #5a1f5f" in page
    assert "size: a4" in page


def test_every_picture_has_its_numbers_beside_it(pages: dict[str, str]) -> None:
    """A bar is hidden from who cannot see it, and the same row says it in words."""
    for page in pages.values():
        for each in elements(page):
            if "is-done" in each.attributes.get("class", "").split():
                assert each.name in {"i", "span"}
        for row in re.findall(r'<span class="drawn">.+?</td>', page, re.DOTALL):
            assert 'class="bar" aria-hidden="true"' in row
            assert re.search(r'class="n[ "]', row)


def test_a_new_folder_has_a_page(tmp_path: Path) -> None:
    words = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    assert mentorctl("init", tmp_path / "p", *words).code == 0
    page = made(tmp_path / "p")
    assert "There is no pairing yet." in page
    stands_by_itself(page)


@needs_axe
def test_it_keeps_nobody_out(pages: dict[str, str], tmp_path: Path) -> None:
    """By day and in the dark, on a wide screen and on a telephone."""
    bare = {name: POLICY.sub("", page) for name, page in pages.items()}
    whole = bare["coordinator"]
    only_dark = "@media screen and (prefers-color-scheme: dark)"
    assert whole.count(only_dark) == 1
    dark = whole.replace(only_dark, "@media screen")
    looked = {"wide": (WIDE, whole), "narrow": (NARROW, whole), "dark": (WIDE, dark),
              "public": (NARROW, bare["public"])}  # fmt: skip
    told = looked_at(looked, tmp_path)
    assert told.keys() == looked.keys()
    assert {name: each for name, each in told.items() if each} == {}

"""Every command of README and of the pages in docs/, typed as a reader types it.

    MENTORCTL_WRITE_PAGES=1 python -m pytest tests/test_docs_commands.py

writes anew what they say, but for blocks that leave lines out; read the difference.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path

import pytest
from support.clock import Clock
from support.folders import commit_all, copied
from support.guide import Block, blocks, fits
from support.run import mentorctl
from support.transcript import SAMPLE, Shell, calm

from mentorctl.cli.help_pages import PAGES

ROOT = Path(__file__).parents[1]
WRITE = bool(os.environ.get("MENTORCTL_WRITE_PAGES"))
# tests/test_pages.py writes these, or runs them
MADE = {"errors", "findings", "outputs"}
FOLLOWED = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.stem not in MADE),
]
LEFT_OUT = [
    (page, block)
    for page in FOLLOWED
    for block in blocks(page.read_text(encoding="utf-8"))
    if block.reason
]
LOOKING = {"check", "audit"}


def _name(page: Path) -> str:
    return page.stem


class Reader:
    """Somebody who follows a page."""

    def __init__(self, place: Path, home: Path, clock: Clock, demo: Path) -> None:
        self.home = home
        self.place = place
        self.clock = clock
        self.demo = demo
        self.folders = 0
        self.begin("empty")

    def begin(self, what: str) -> None:
        """Stand in a new folder."""
        self.folders += 1
        self.root = self.place / str(self.folders)
        self.root.mkdir()
        program = self.root / "program"
        if what == "demo":
            copied(self.demo, program)
        elif what == "sample":
            shutil.copytree(SAMPLE, program)
            commit_all(program, "the sample")
        elif what in {"invited", "joined"}:
            self._invite()
            if what == "joined":
                self.have("a registered key")
                done = mentorctl("join", self.root / "program.git", "program", cwd=self.root)
                assert done.code == 0, done.err
        else:
            assert what == "empty"
        at = program if what in {"demo", "sample"} else self.root
        self.shell = Shell(at, self.home)

    def _invite(self) -> None:
        """Be Amara, who has been sent the address of the coordinator's folder."""
        _key(self.home)
        theirs = _key(self.home / "coordinator")
        self.office = self.home / "coordinator" / "program"
        for words in (
            ("init", self.office, "--preset", "missouri-career-education", "--year", "2026-2027",
             "--coordinator-name", "Maria Ruiz", "--coordinator-email",
             "maria.ruiz@district.example"),
            ("import", self._sheet("people.csv")),
            ("import", self._sheet("pairings.csv")),
            ("attend", "kickoff", "--all", "--on", "2026-09-15"),
            ("log", "okafor", "--on", "2026-09-18", "--from", "15:30", "--until", "16:15",
             "--kind", "meeting", "--topics", "the first unit"),
            ("key", "add", "ruiz", f"{theirs}.pub"),
            ("host", self.root / "program.git"),
        ):  # fmt: skip
            self._as_coordinator(*words)

    def _as_coordinator(self, *words: str | Path) -> None:
        theirs = self.home / "coordinator" / ".ssh" / "id_ed25519"
        at = self.office if self.office.exists() else self.home
        done = mentorctl(*words, cwd=at, env={"MENTORCTL_KEY": str(theirs)})
        assert done.code == 0, f"{words}: {done.out}{done.err}"

    def have(self, what: str) -> None:
        """Have what a page says one has by now."""
        if what == "a key":
            _key(self.home)
            return
        assert what == "a registered key"
        mine = self.home / ".ssh" / "id_ed25519.pub"
        self._as_coordinator("key", "add", "okafor", mine)
        self._as_coordinator("sync")

    def _sheet(self, name: str) -> Path:
        """A sheet that the first hour shows."""
        file = self.home / name
        page = (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8")
        (text,) = (block.text for block in blocks(page) if block.name == f"../{name}")
        file.write_text(text, encoding="utf-8")
        return file

    def follow(self, block: Block) -> str:
        """Do what a block says; the block as it is now."""
        if block.on:
            self.clock.set(block.on)
        if block.place:
            self.begin(block.place)
        if block.has:
            self.have(block.has)
        if block.reason:
            return block.text
        if block.name:
            file = self.shell.at / block.name
            file.write_text(block.text, encoding="utf-8", newline="\n")
            return block.text
        if not block.commands:
            return block.text
        typed = f"{block.types}\n" if block.types else ""
        self.shell.start = partial(mentorctl, input=typed, terminal=bool(typed))
        said = ""
        for command in block.commands:
            answer = self.shell.answer(command)
            said += calm(answer, self.root, self.home)
            if block.kind == "sh":
                fine = {0, 1} if shlex.split(command)[1] in LOOKING else {0}
                assert self.shell.code in fine, f"{command}\n{answer}"
        return said if block.kind == "console" else block.text


def _key(home: Path) -> Path:
    """A new OpenSSH key where OpenSSH looks for it, with no passphrase."""
    file = home / ".ssh" / "id_ed25519"
    file.parent.mkdir(parents=True)
    words = ("-q", "-t", "ed25519", "-N", "", "-C", "", "-f")
    subprocess.run(["ssh-keygen", *words, file], check=True)
    return file


@pytest.fixture
def reader(
    tmp_path: Path,
    home: Path,
    demo: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Reader:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("MENTORCTL_CACHE", "none")
    settings = home / "gitconfig"
    page = getattr(request.node, "callspec", None)
    if page is not None and getattr(page.params.get("page"), "name", "") == "first-hour.md":
        # on a new computer nobody has told git who they are
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text[text.index("[init]") :], encoding="utf-8")
        return Reader(tmp_path.resolve(), home, Clock(monkeypatch), demo)
    for name in ("user.name=Maria Ruiz", "user.email=maria.ruiz@district.example"):
        key, _, value = name.partition("=")
        section, _, field = key.partition(".")
        with (home / "gitconfig").open("a", encoding="utf-8") as file:
            file.write(f"[{section}]\n    {field} = {value}\n")
    return Reader(tmp_path.resolve(), home, Clock(monkeypatch), demo)


@pytest.mark.skipif(sys.platform == "win32", reason="the pages have the paths of other systems")
@pytest.mark.parametrize("page", FOLLOWED, ids=_name)
def test_a_page_can_be_followed_and_says_what_one_sees(page: Path, reader: Reader) -> None:
    text = page.read_text(encoding="utf-8")
    for block in blocks(text):
        said = reader.follow(block)
        if WRITE and "\n…\n" not in block.text:
            page.write_text(
                page.read_text(encoding="utf-8").replace(f"\n{block.text}```", f"\n{said}```", 1),
                encoding="utf-8", newline="\n",
            )  # fmt: skip
        else:
            assert fits(block.text, said), f"{page.name} shows\n{block.text}\nand one sees\n{said}"


@pytest.mark.skipif(sys.platform == "win32", reason="the pages have the paths of other systems")
@pytest.mark.parametrize("day", ["2027-03-01", "2028-01-10"])
def test_the_readme_can_be_followed_on_any_later_day(day: str, reader: Reader) -> None:
    for block in blocks((ROOT / "README.md").read_text(encoding="utf-8")):
        if block.kind == "sh":
            reader.follow(block._replace(on=dt.date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("page", "block"),
    LEFT_OUT,
    ids=[f"{_name(page)}-{block.commands[:1]}" for page, block in LEFT_OUT],
)
def test_what_cannot_be_run_here_has_commands_and_options_that_exist(
    page: Path, block: Block
) -> None:
    for command in block.commands:
        words = shlex.split(command, comments=True)
        if words[:1] != ["mentorctl"] or words[1].startswith("-"):
            continue
        asked = [word for word in words[1:3] if re.fullmatch("[a-z-]+", word)]
        told = mentorctl(*asked[:1], "--help").out
        if len(asked) > 1 and "COMMAND [ARGS]" in told:
            told = mentorctl(*asked, "--help").out
        for option in (word for word in words if word.startswith("--")):
            assert option in told, f"{page.name}: {command}"


@pytest.mark.parametrize("topic", PAGES)
def test_help_shows_each_page_without_its_marks(topic: str) -> None:
    told = mentorctl("help", topic)
    assert told.code == 0
    title = (ROOT / "docs" / f"{topic}.md").read_text(encoding="utf-8").partition("\n")[0]
    assert told.out.startswith(title.lstrip("# ").replace("`", ""))
    assert "<!--" not in told.out
    assert "```" not in told.out


def test_every_page_is_a_topic_and_one_click_from_the_readme() -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert pages == set(PAGES)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in pages if f"](docs/{name}.md)" not in readme] == []
    told = re.sub(r"\s+", " ", mentorctl("help", "--help").out)
    assert [name for name in pages if not re.search(rf"\b{name}\b", told)] == []


def _sentences(page: str) -> list[str]:
    """What a page says in words: no commands, tables, headings or remarks."""
    text = re.sub(r"<!--.*?-->|^```.*?^```$", "", page, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"^(?:\||    ).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    parts = re.split(r"\n\s*\n|\n(?=- |\d+\. |#)", text)
    return [
        sentence
        for part in parts
        for sentence in re.split(r"(?<=[.:?!])\s+(?=[A-Z\"`*\[0-9])", " ".join(part.split()))
    ]


@pytest.mark.parametrize("page", FOLLOWED, ids=_name)
def test_no_sentence_is_longer_than_thirty_words(page: Path) -> None:
    long = [each for each in _sentences(page.read_text(encoding="utf-8")) if len(each.split()) > 30]
    assert long == []


def test_the_readme_fits_three_screens() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 150


def test_every_package_that_is_installed_is_among_the_licences() -> None:
    page = (ROOT / "docs" / "administrators.md").read_text(encoding="utf-8")
    told = page.partition("## Licences")[2].partition("\n## ")[0].lower().replace("-", "_")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[<>=; ]", each)[0] for each in project["dependencies"]]
    assert [name for name in names if name.lower().replace("-", "_") not in told] == []

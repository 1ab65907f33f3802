"""Whatever is put into the `.git` of a copy that is handed on, it says what the history says."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.histories import plain
from support.run import Result, mentorctl
from support.story import FIRST, IRIS, ONE, TEO, TODAY, Story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEAM = FIRST.rpartition("/")[2]
DAY = str(TODAY)
ASKED = (
    ("audit", "--today", DAY, "--format", "json"),
    ("completers", "--today", DAY, "--explain", "--format", "json"),
    ("status", TEAM, "--today", DAY, "--format", "json"),
    ("check", "--today", DAY, "--format", "json"),
    ("history", TEAM, "--format", "json"),
    ("completers", "--at", "2026-11-15", "--format", "json"),
)


def told() -> Story:
    """A mentor writes what their mentee achieved; others go on."""
    story = Story()
    story.put(ONE, "achieved: 2026-11-05", "achieved:")
    story.commit(IRIS, "2026-10-06T09:00")
    story.put(ONE, "achieved:", "achieved: 2026-11-05")
    story.commit(TEO, "2026-11-06T09:00")
    story.files[f"{FIRST}/plan.yaml"] += b"# seen\n"
    story.commit(IRIS, "2026-11-07T09:00")
    story.files[f"{FIRST}/plan.yaml"] += b"# seen again\n"
    story.commit(TEO, "2026-11-08T09:00")
    return story


def answers(root: Path) -> list[Result]:
    return [mentorctl(*words, cwd=root) for words in ASKED]


def is_dirty(root: Path) -> object:
    """Whether a list says that it is drawn from edits that no commit has."""
    return json.loads(mentorctl("status", "--format", "json", cwd=root).out)["dirty"]


def graft(root: Path, ids: list[str]) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{ids[4]} {ids[2]}\n", encoding="ascii")


def graft_root(root: Path, ids: list[str]) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{ids[4]}\n", encoding="ascii")


def replaced(root: Path, ids: list[str]) -> None:
    plain(root, "replace", ids[3], ids[2])


def replaced_blob(root: Path, ids: list[str]) -> None:
    held = [plain(root, "rev-parse", f"{each}:{ONE}").strip() for each in (ids[5], ids[2])]
    plain(root, "replace", *held)


def replaced_as_it_says(root: Path, ids: list[str]) -> None:
    replaced(root, ids)
    plain(root, "config", "core.useReplaceRefs", "true")


def settings(*pairs: str) -> Callable[[Path, list[str]], None]:
    def set_(root: Path, _: list[str]) -> None:
        for each in pairs:
            plain(root, "config", *each.split("=", 1))

    set_.__name__ = pairs[0]
    return set_


def forge_graph(root: Path, ids: list[str], rows: dict[str, tuple[str, int]]) -> None:
    """Have git's own list of commits name another parent, and place, of some of them."""
    plain(root, "config", "commitGraph.generationVersion", "1")
    plain(root, "config", "core.commitGraph", "true")
    plain(root, "commit-graph", "write", "--reachable")
    file = root / ".git/objects/info/commit-graph"
    data = bytearray(file.read_bytes()[:-20])
    chunks = {bytes(data[at : at + 4]): int.from_bytes(data[at + 4 : at + 12], "big")
              for at in range(8, 8 + 12 * data[6], 12)}  # fmt: skip
    order = sorted(ids)
    for name, (parent, level) in rows.items():
        at = chunks[b"CDAT"] + 36 * order.index(name) + 20
        data[at : at + 4] = order.index(parent).to_bytes(4, "big")
        when = int.from_bytes(data[at + 8 : at + 16], "big") & ((1 << 34) - 1)
        data[at + 8 : at + 16] = (level << 34 | when).to_bytes(8, "big")
    file.chmod(0o644)
    file.write_bytes(data + hashlib.sha1(data).digest())  # noqa: S324 - as git ends it


def commit_graph(root: Path, ids: list[str]) -> None:
    forge_graph(root, ids, {ids[4]: (ids[2], 4)})


def mailmap(root: Path, _: list[str]) -> None:
    (root / ".mailmap").write_text(
        "Iris Nakamura <iris.nakamura@agency.example> <teo.lindqvist@marlow-tech.example>\n",
        encoding="utf-8",
    )
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/exclude").write_text(".mailmap\n", encoding="utf-8")
    plain(root, "config", "log.mailmap", "true")


def attributes(root: Path, _: list[str]) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    text = "* -diff binary export-ignore ident text eol=crlf\n"
    (root / ".git/info/attributes").write_text(text, encoding="ascii")


def alternates(root: Path, _: list[str]) -> None:
    other = root.parent / "elsewhere.git"
    plain(root, "clone", "-q", "--bare", "--no-local", str(root), str(other))
    (root / ".git/objects/info/alternates").write_text(f"{other}/objects\n", encoding="utf-8")


def odd_names(root: Path, ids: list[str]) -> None:
    for name in ("refs/heads/HEAD", "refs/tags/HEAD", "refs/tags/main", "refs/heads/heads/main"):
        plain(root, "update-ref", name, ids[2])
    (root / ".git/main").write_text(f"{ids[2]}\n", encoding="ascii")


SETTINGS = (
    settings("core.worktree=/tmp"),
    settings("core.bare=true"),
    settings("core.ignoreCase=true", "core.precomposeUnicode=true"),
    settings("core.autocrlf=true", "core.eol=crlf"),
    settings("core.bigFileThreshold=1", "core.packedGitLimit=1k", "core.deltaBaseCacheLimit=1"),
    settings("core.commentChar=#", "core.abbrev=4", "core.quotePath=true"),
    settings("core.notesRef=refs/heads/main", "core.logAllRefUpdates=always"),
    settings("core.sparseCheckout=true", "core.sparseCheckoutCone=true"),
    settings(
        "core.symlinks=false",
        "core.fileMode=false",
        "core.trustctime=false",
        "core.checkStat=minimal",
    ),
    settings("core.protectNTFS=false", "core.protectHFS=false"),
    settings("core.splitIndex=true", "core.untrackedCache=true", "feature.manyFiles=true"),
    settings("core.multiPackIndex=true", "core.useReplaceRefs=true"),
    settings("log.showRoot=false", "log.date=relative", "log.follow=true", "log.diffMerges=off"),
    settings(
        "diff.renames=copies",
        "diff.noprefix=true",
        "diff.orderFile=/nowhere",
        "diff.ignoreSubmodules=all",
        "diff.algorithm=patience",
        "diff.interHunkContext=99",
        "diff.mnemonicPrefix=true",
        "diff.wsErrorHighlight=all",
        "diff.color=always",
    ),
    settings("color.ui=always", "format.pretty=oneline", "i18n.logOutputEncoding=UTF-16"),
    settings(
        "status.showUntrackedFiles=no",
        "status.relativePaths=true",
        "status.branch=true",
        "status.short=true",
        "status.renames=copies",
    ),
    settings(
        "extensions.partialClone=origin",
        "remote.origin.promisor=true",
        "remote.origin.url=/nowhere",
        "core.repositoryFormatVersion=1",
    ),
    settings("gpg.format=ssh", "gpg.ssh.allowedSignersFile=/dev/null", "log.showSignature=true"),
    settings("user.name=Iris Nakamura", "user.email=iris.nakamura@agency.example"),
    settings("submodule.recurse=true", "fetch.recurseSubmodules=true"),
    settings("transfer.hideRefs=refs/heads", "core.alternateRefsPrefixes=x"),
    settings("safe.directory=/nowhere", "core.sharedRepository=0000"),
    settings("grep.patternType=fixed", "index.version=4", "index.skipHash=true"),
    settings("include.path=../elsewhere"),
)
FILES = (
    graft, graft_root, replaced, replaced_blob, replaced_as_it_says, commit_graph, mailmap,
    attributes, alternates, odd_names,
)  # fmt: skip


class Laid(NamedTuple):
    """A history in a clone, what is answered there, and its commits."""

    whole: Path
    told: list[Result]
    ids: list[str]


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    place = tmp_path_factory.mktemp("laid")
    ids = told().lay_in(place / "program")
    plain(place, "clone", "-q", "--no-local", str(place / "program"), "whole")
    return Laid(place / "whole", answers(place / "whole"), ids)


@pytest.fixture
def copy(laid: Laid, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    plain(tmp_path, "clone", "-q", "--no-local", str(laid.whole), "copy")
    return tmp_path / "copy"


@pytest.mark.one_in(2)
@pytest.mark.parametrize("tamper", [*FILES, *SETTINGS], ids=lambda each: each.__name__)
def test_it_says_the_same(
    laid: Laid, copy: Path, tamper: Callable[[Path, list[str]], None]
) -> None:
    assert "forbidden-change" in laid.told[0].out
    tamper(copy, laid.ids)
    for words, was, now in zip(ASKED, laid.told, answers(copy), strict=True):
        assert (now.out, now.code) == (was.out, was.code), words


def test_no_list_of_commits_in_a_copy_hides_that_its_history_was_rewritten(
    laid: Laid, copy: Path
) -> None:
    """Git believes what such a list says of which commit follows which."""
    assert mentorctl("audit", "--today", DAY, cwd=laid.whole).code == 1
    ids = laid.ids
    forge_graph(copy, ids, {ids[4]: (ids[5], 6), ids[5]: (ids[3], 5)})
    plain(copy, "reset", "-q", "--hard", ids[4])
    said = mentorctl("audit", "--today", DAY, cwd=copy)
    assert "which did not lead to" in " ".join((said.out + said.err).split())


@pytest.mark.parametrize("mark", ["--assume-unchanged", "--skip-worktree"])
def test_no_mark_in_a_copy_hides_that_a_file_was_edited(copy: Path, mark: str) -> None:
    plain(copy, "update-index", mark, ONE)
    assert is_dirty(copy) is False
    (copy / ONE).write_bytes((copy / ONE).read_bytes() + b"# more\n")
    assert is_dirty(copy) is True
    assert "experience 1" in mentorctl("save", "--dry-run", cwd=copy).err


def test_nor_that_one_was_taken_away(copy: Path) -> None:
    plain(copy, "update-index", "--assume-unchanged", ONE)
    (copy / ONE).unlink()
    assert is_dirty(copy) is True
    assert "experience 1" in mentorctl("save", "--dry-run", "--anyway", cwd=copy).err


def test_what_a_sparse_copy_leaves_out_is_not_taken_away_by_saving(copy: Path) -> None:
    plain(copy, "update-index", "--skip-worktree", ONE)
    (copy / ONE).unlink()
    assert is_dirty(copy) is True
    assert "experience 1" not in mentorctl("save", "--dry-run", "--anyway", cwd=copy).err


def test_nor_that_one_was_put_beside_the_others(copy: Path) -> None:
    other = f"{FIRST}/visits/2026-11-09.yaml"
    (copy / ".git/info").mkdir(exist_ok=True)
    (copy / ".git/info/exclude").write_text("*.yaml\n", encoding="ascii")
    assert is_dirty(copy) is False
    (copy / other).parent.mkdir(exist_ok=True)
    (copy / other).write_text("date: 2026-11-09\npurpose: See a lesson.\n", encoding="utf-8")
    assert is_dirty(copy) is True
    assert "2026-11-09" in mentorctl("save", "--dry-run", "--anyway", cwd=copy).err


def test_nor_that_one_was_edited_which_is_as_long_and_as_old(copy: Path) -> None:
    file = copy / ONE
    for each in ("core.trustctime=false", "core.checkStat=minimal"):
        plain(copy, "config", *each.split("="))
    os.utime(file, (1_700_000_000, 1_700_000_000))
    plain(copy, "update-index", "--refresh")
    other = file.with_name("other")
    other.write_bytes(file.read_bytes().replace(b"1", b"2"))
    os.utime(other, (1_700_000_000, 1_700_000_000))
    other.replace(file)
    assert plain(copy, "--no-optional-locks", "status", "--porcelain") == ""
    assert is_dirty(copy) is True
    assert "experience 1" in mentorctl("save", "--dry-run", "--anyway", cwd=copy).err

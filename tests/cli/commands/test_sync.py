from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, contents, copied, history, lay_base, whole
from support.histories import commit_of_any_name, plain
from support.keys import key_of, lay_key
from support.office import agreed_copy
from support.run import Result, mentorctl

from mentorctl.cli.exit_codes import CANNOT_RUN
from mentorctl.trail.git.refs import NOTES
from mentorctl.trail.ledger.build import keep_up
from mentorctl.trail.ledger.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")


@pytest.fixture
def laid(once: Once) -> Path:
    """A shared folder, a program that was sent there, and another copy of it."""
    return once("sent and fetched", _lay)


def _lay(folder: Path) -> None:
    place, program = folder / "shared.git", lay_base(folder / "program")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", place], check=True)
    assert sync(program, "--remote", place).code == 0
    subprocess.run(["git", "clone", "-q", place, folder / "theirs"], check=True)
    assert sync(folder / "theirs", "--yes").code == 0


@pytest.fixture
def shared(laid: Path, tmp_path: Path) -> Path:
    return copied(laid / "shared.git", tmp_path / "shared.git")


@pytest.fixture
def ours(laid: Path, shared: Path) -> Path:
    return agreed_copy(laid / "program", shared)


@pytest.fixture
def theirs(laid: Path, shared: Path) -> Path:
    return agreed_copy(laid / "theirs", shared)


def sync(folder: Path, *words: str | Path, answers: str = "") -> Result:
    return mentorctl("sync", *words, cwd=folder, input=answers, terminal=bool(answers))


def pairing_of(folder: Path) -> Path:
    return next((folder / "pairings/2026-2027").iterdir())


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = pairing_of(folder) / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    commit_all(folder, f"{name}: {new.rsplit(maxsplit=1)[-1]}")


def note(folder: Path, slot: int, words: str) -> None:
    """Write the notes of one planned experience."""
    file = pairing_of(folder) / "plan.yaml"
    found = re.search(rf"slot: {slot}\n(.*\n)*?    notes:.*", file.read_text(encoding="utf-8"))
    assert found
    change(folder, "plan.yaml", found[0], f"{found[0].rpartition('notes:')[0]}notes: {words}")


def same(one: Path, other: Path) -> bool:
    return plain(one, "rev-parse", "HEAD") == plain(other, "rev-parse", "HEAD") and (
        contents(one) == contents(other)
    )


def is_clean(folder: Path) -> bool:
    return plain(folder, "status", "--porcelain") == ""


def test_a_first_sync_sends_everything(ours: Path, shared: Path) -> None:
    assert plain(shared, "rev-parse", "main") == plain(ours, "rev-parse", "HEAD")
    again = sync(ours)
    assert (again.code, again.err) == (0, f"done: nothing new here or at {shared}\n")


def test_what_others_did_comes_in_and_ours_goes_out(ours: Path, theirs: Path) -> None:
    (ours / "evil").write_text("mine\n", encoding="utf-8")
    note(theirs, 1, "theirs")
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    assert "came in: plan.yaml:" in result.err
    (ours / "evil").unlink()
    assert same(ours, theirs)
    assert is_clean(ours)


def test_a_dry_run_says_what_would_come_in_and_go_out_and_fetches_nothing(
    ours: Path, theirs: Path, shared: Path
) -> None:
    note(theirs, 1, "theirs")
    assert sync(theirs).code == 0
    note(ours, 1, "ours")
    note(ours, 2, "more")
    before = [whole(place) for place in (ours, shared)]

    done = sync(ours, "--dry-run")

    assert done.code == 0, done.err
    assert "would be done: 1 come in, 2 go out, with" in done.err
    assert "comes in: plan.yaml: theirs" in done.err
    assert "goes out: plan.yaml: more" in done.err
    assert re.search(r"both sides changed the same: \S+/plan.yaml", done.err)
    assert [whole(place) for place in (ours, shared)] == before
    assert sync(ours, "--ours").code == 0
    assert "nothing is new here" in sync(ours, "--dry-run").err


def test_a_dry_run_reaches_no_address_that_nobody_agreed_to(theirs: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", theirs.parent / "shared.git", copy], check=True)
    done = sync(copy, "--dry-run")
    assert done.code == 3
    assert "nobody has agreed" in done.err


def test_changes_of_different_fields_come_together(ours: Path, theirs: Path) -> None:
    note(ours, 1, "ours")
    note(theirs, 2, "theirs")
    (theirs / "README.md").write_text("read me\n", encoding="utf-8")
    commit_all(theirs, "a remark")
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    text = (pairing_of(ours) / "plan.yaml").read_text(encoding="utf-8")
    assert "notes: ours" in text
    assert "notes: theirs" in text
    assert is_clean(ours)
    assert sync(theirs).code == 0
    assert same(ours, theirs)
    plain(ours, "fsck", "--strict")
    assert history(ours)[0] == "what was done here and elsewhere, brought together"
    assert dropped(ours) == []


def test_log_entries_of_both_sides_land(ours: Path, theirs: Path) -> None:
    for folder, topic in ((ours, "soil"), (theirs, "rain")):
        done = mentorctl("log", pairing_of(folder).name, "--from", "15:30", "--until", "16:00",
                         "--kind", "phone", "--on", "2027-04-20", "--topics", topic,
                         "--today", "2027-05-03", cwd=folder)  # fmt: skip
        assert done.code == 0, done.err
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    log = (pairing_of(ours) / "log.yaml").read_text(encoding="utf-8")
    made = re.findall(r"- id: (2027-04-20-\S+)", log)
    assert len(set(made)) == len(made) == 2
    assert "soil" in log
    assert "rain" in log
    assert "signed anew" not in result.err


def dropped(folder: Path) -> list[str]:
    """What an audit says that merges left out."""
    return [each.path for each in keep_up(folder, Ledger()).remarks if each.code == "merge-dropped"]


def both_sides(ours: Path, theirs: Path) -> None:
    change(ours, "pairing.yaml", "content_area: ", "content_area: Our ")
    change(theirs, "pairing.yaml", "content_area: ", "content_area: Their ")
    assert sync(theirs).code == 0


def test_one_field_changed_twice_stops_where_nobody_can_be_asked(ours: Path, theirs: Path) -> None:
    both_sides(ours, theirs)
    before = contents(ours), plain(ours, "rev-parse", "HEAD")
    result = sync(ours)
    assert result.code == 1
    assert "both sides changed Program Area in pairing" in result.err
    assert "  ours:   Our Family" in result.err
    assert "  theirs: Their Family" in result.err
    assert "(Jo Tester, " in result.err
    assert "--ours or --theirs" in result.err
    assert (contents(ours), plain(ours, "rev-parse", "HEAD")) == before
    assert is_clean(ours)


@pytest.mark.parametrize(("side", "kept"), [("--ours", "Our"), ("--theirs", "Their")])
def test_a_script_says_whose_stays(ours: Path, theirs: Path, side: str, kept: str) -> None:
    both_sides(ours, theirs)
    result = sync(ours, side)
    assert result.code == 0, result.err
    text = (pairing_of(ours) / "pairing.yaml").read_text(encoding="utf-8")
    assert f"content_area: {kept} Family" in text
    assert "<<<" not in text
    assert f": {kept} Family" in plain(ours, "log", "-1", "--format=%b")
    assert "both sides had changed, and this stayed: " in result.err
    assert f": {kept} Family" in result.err.partition("this stayed")[2]
    assert sync(theirs).code == 0
    assert same(ours, theirs)


def test_at_a_terminal_both_are_shown_and_one_is_chosen(ours: Path, theirs: Path) -> None:
    both_sides(ours, theirs)
    result = sync(ours, answers="what\nthe\n")
    assert result.code == 0, result.err
    text = (pairing_of(ours) / "pairing.yaml").read_text(encoding="utf-8")
    assert "content_area: Their Family" in text


def test_unsaved_edits_are_never_touched(ours: Path, theirs: Path) -> None:
    note(theirs, 1, "theirs")
    assert sync(theirs).code == 0
    file = pairing_of(ours) / "plan.yaml"
    file.write_text("half done", encoding="utf-8")
    result = sync(ours)
    assert result.code == 1
    assert "mentorctl save" in result.err
    assert file.read_text(encoding="utf-8") == "half done"


def test_a_new_file_in_the_way_stays(ours: Path, theirs: Path) -> None:
    (theirs / "notes.txt").write_text("theirs\n", encoding="utf-8")
    commit_all(theirs, "notes")
    assert sync(theirs).code == 0
    (ours / "notes.txt").write_text("mine\n", encoding="utf-8")
    before = plain(ours, "rev-parse", "HEAD")
    result = sync(ours)
    assert result.code == 3
    assert "notes.txt" in result.err
    assert (ours / "notes.txt").read_text(encoding="utf-8") == "mine\n"
    assert plain(ours, "rev-parse", "HEAD") == before


@pytest.mark.parametrize("name", ["a" * 300, "/".join(["b" * 200] * 25), ".x/a:b", "GIT~2"])
def test_a_name_that_nobody_can_write_stays_out_and_stops_no_work(
    ours: Path, theirs: Path, shared: Path, name: str
) -> None:
    folder = pairing_of(theirs).relative_to(theirs).as_posix()
    made = commit_of_any_name(theirs, f"{folder}/evidence/{name}")
    plain(theirs, "push", "-q", str(shared), f"{made}:refs/heads/main")
    before = plain(ours, "rev-parse", "HEAD")
    result = sync(ours)
    assert result.code == CANNOT_RUN
    assert "has a name that a computer cannot hold, so nothing came in" in result.err
    assert plain(ours, "rev-parse", "HEAD") == before
    note(ours, 1, "more")
    assert mentorctl("save", cwd=ours).code == 0
    assert is_clean(ours)


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/refs/heads/main", "refs/tags/main", "refs/tags/heads",
        pytest.param("refs/heads/a\udcff", marks=pytest.mark.skipif(
            sys.platform != "linux", reason="files have no such names there")),
    ],
)  # fmt: skip
def test_no_branch_or_tag_of_another_name_is_in_the_way(
    ours: Path, theirs: Path, shared: Path, ref: str
) -> None:
    before = plain(shared, "rev-parse", "refs/heads/main")
    plain(shared, "update-ref", ref, before)
    note(ours, 1, "more")
    assert sync(ours).code == 0
    result = sync(theirs)
    assert result.code == 0, result.err
    assert same(ours, theirs)
    assert plain(shared, "rev-parse", ref) == before
    joined = mentorctl("join", shared, shared.parent / "joined", cwd=shared.parent)
    assert joined.code < CANNOT_RUN, joined.err


def test_deleted_files_go_with_their_folders(ours: Path, theirs: Path) -> None:
    (theirs / "lists").mkdir()
    (theirs / "lists/a.txt").write_text("a\n", encoding="utf-8")
    commit_all(theirs, "a list")
    assert sync(theirs).code == sync(ours).code == 0
    (theirs / "lists/a.txt").unlink()
    commit_all(theirs, "no list")
    note(ours, 1, "ours")
    assert sync(theirs).code == sync(ours).code == 0
    assert not (ours / "lists").exists()
    assert is_clean(ours)


def test_histories_that_crossed_come_together(ours: Path, theirs: Path, shared: Path) -> None:
    """Both have merged the other, each by itself: there are two places where they parted."""
    note(ours, 1, "ours")
    note(theirs, 2, "theirs")
    plain(ours, "push", "-q", str(shared), "HEAD:refs/heads/one")
    plain(theirs, "push", "-q", str(shared), "HEAD:refs/heads/two")
    for folder, branch in ((ours, "two"), (theirs, "one")):
        plain(folder, "pull", "-q", "--no-rebase", "--no-edit", str(shared), branch)
    note(ours, 2, "theirs, by ours")
    note(theirs, 1, "ours, by theirs")
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    text = (pairing_of(ours) / "plan.yaml").read_text(encoding="utf-8")
    assert "notes: theirs, by ours" in text
    assert "notes: ours, by theirs" in text
    assert dropped(ours) == []


def test_plain_git_merges_alike(ours: Path, theirs: Path, shared: Path) -> None:
    for folder in (ours, theirs):
        (folder / ".gitattributes").write_text("* text=auto eol=lf\n*.yaml merge=mentorctl\n")
    commit_all(ours, "attributes")
    commit_all(theirs, "attributes")
    assert sync(theirs).code == sync(ours).code == sync(theirs).code == 0
    note(ours, 1, "ours")
    change(theirs, "plan.yaml", "target_date: 2026-11-06", "target_date: 2026-11-20")
    plain(theirs, "push", "-q", str(shared), "HEAD:refs/heads/two")
    plain(ours, "pull", "-q", "--no-rebase", "--no-edit", str(shared), "two")
    text = (pairing_of(ours) / "plan.yaml").read_text(encoding="utf-8")
    assert "notes: ours" in text
    assert "target_date: 2026-11-20" in text
    both_sides(ours, theirs)
    pull = ["git", "pull", "-q", "--no-rebase", "--no-edit", str(shared), "main"]
    done = subprocess.run(pull, cwd=ours, check=False, capture_output=True, text=True)
    assert done.returncode != 0
    assert "both sides changed Program Area in pairings/" in done.stderr
    assert "<<<" not in (pairing_of(ours) / "pairing.yaml").read_text(encoding="utf-8")
    plain(ours, "merge", "--abort")
    assert sync(ours, "--ours").code == 0


def test_the_merge_is_signed(ours: Path, theirs: Path, home: Path) -> None:
    lay_key(home / ".ssh", "iris-nakamura", "id_ed25519")
    public = key_of("iris-nakamura").public_line()
    person = ours / "people/iris-nakamura.yaml"
    text = person.read_text(encoding="utf-8").split("keys:")[0]
    person.write_text(f"{text}keys:\n  - public: {public}\n    added: 2026-09-01\n",
                      encoding="utf-8")  # fmt: skip
    commit_all(ours, "a key")
    note(theirs, 2, "theirs")
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    raw = plain(ours, "cat-file", "commit", "HEAD")
    assert "gpgsig -----BEGIN SSH SIGNATURE-----" in raw


# --- what the folder's own settings must not do ----------------------------------------------


def test_an_address_that_came_with_the_folder_is_asked_about(theirs: Path) -> None:
    place = theirs.parent / "copy"
    subprocess.run(["git", "clone", "-q", theirs, place], check=True)
    result = sync(place)
    assert result.code == 3
    assert "nobody has agreed" in result.err
    assert sync(place, answers="y\n").code == 0
    assert sync(place).code == 0


@pytest.mark.parametrize(
    "url",
    ["ext::sh -c touch% evil", "fd::3", "git://example.org/x", "http://example.org/x", "-x",
     "ssh://-oProxyCommand=touch evil/x"],
)  # fmt: skip
def test_an_address_that_could_start_something_is_refused(ours: Path, url: str) -> None:
    plain(ours, "config", "remote.origin.url", url)
    plain(ours, "config", "protocol.ext.allow", "always")
    for words in (("--remote", url), ("origin", "--yes")):
        result = mentorctl("sync", *words, cwd=ours)
        assert result.code in (2, 3), result.err
        assert "Traceback" not in result.err
    assert not list(ours.rglob("evil*"))


def test_settings_of_the_folder_start_nothing(
    ours: Path, theirs: Path, shared: Path, tmp_path: Path
) -> None:
    evil = tmp_path / "evil"
    hook = f"#!/bin/sh\ntouch '{evil}'\n"
    for name in ("pre-push", "post-merge", "reference-transaction", "post-checkout", "update"):
        file = ours / ".git/hooks" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(hook)
        file.chmod(0o755)
    script = tmp_path / "script"
    script.write_text(f'{hook}exec git-upload-pack "$@"\n')
    script.chmod(0o755)
    for key in (f"remote.{shared}.uploadpack", f"remote.{shared}.receivepack", "core.sshCommand",
                "core.gitProxy", "merge.other.driver", "core.fsmonitor"):  # fmt: skip
        plain(ours, "config", key, str(script))
    plain(ours, "config", f"url.ext::{script}.insteadOf", str(shared))
    plain(ours, "config", "protocol.ext.allow", "always")
    note(theirs, 2, "theirs")
    assert sync(theirs).code == 0
    result = sync(ours)
    assert result.code == 0, result.err
    assert not evil.exists()
    assert same(ours, theirs)


def test_damaged_objects_are_not_taken(ours: Path, theirs: Path, shared: Path) -> None:
    tree = plain(theirs, "rev-parse", "HEAD^{tree}")
    blob = plain(theirs, "hash-object", "-w", "--stdin", data=b"[core]\n")
    listed = plain(theirs, "ls-tree", tree) + f"\n100644 blob {blob}\t.gitmodules"
    lines = [line for line in listed.split("\n") if line] + [f"040000 tree {tree}\t.GIT"]
    bad = plain(theirs, "mktree", data=("\n".join(lines) + "\n").encode())
    commit = plain(theirs, "commit-tree", bad, "-p", "HEAD", "-m", "bad")
    plain(theirs, "push", "-q", str(shared), f"{commit}:refs/heads/main")
    before = plain(ours, "rev-parse", "HEAD")
    result = sync(ours)
    assert result.code == 3
    assert "damaged" in result.err
    assert plain(ours, "rev-parse", "HEAD") == before


def test_links_are_never_taken(ours: Path, theirs: Path) -> None:
    if os.name == "nt":
        pytest.skip("Windows has no links for everybody")
    (theirs / "notes").symlink_to("/etc")
    commit_all(theirs, "a link")
    assert sync(theirs).code == 0
    note(ours, 2, "ours")
    result = sync(ours)
    assert result.code == 3
    assert "notes is a link" in result.err
    assert not (ours / "notes").exists()


def test_who_is_at_a_branch_that_somebody_made_there_is_told(ours: Path, theirs: Path) -> None:
    plain(theirs, "push", "-q", "origin", "HEAD:refs/heads/mine")
    assert "at the branch" not in sync(ours).err
    plain(ours, "branch", "--move", "mine")
    note(ours, 1, "ours")
    result = sync(ours)
    assert result.code == 0
    assert "at the branch mine, and was exchanged with that one alone" in result.err
    assert "to share with everybody: git branch --move main" in result.err
    plain(ours, "branch", "--move", "main")
    assert sync(ours).code == sync(theirs).code == 0
    assert plain(theirs, "rev-parse", "HEAD") == plain(ours, "rev-parse", "HEAD")


def test_two_programs_are_not_made_one(ours: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", other], check=True)
    place = tmp_path / "q"
    words = ("init", place, "--preset", "missouri-career-education", "--year", "2026-2027")
    assert mentorctl(*words, cwd=tmp_path).code == 0
    assert sync(place, "--remote", other).code == 0
    plain(other, "update-ref", NOTES, "main")
    result = sync(ours, other)
    assert result.code == 3
    assert "two programs" in result.err
    assert not plain(ours, "for-each-ref", NOTES)


@pytest.mark.parametrize(
    ("url", "said"),
    [("nowhere.git", "there is no shared folder at"), ("", "no shared folder is known yet")],
)
def test_what_is_missing_is_said(program: Path, url: str, said: str) -> None:
    result = sync(program, *(("--remote", url) if url else ()))
    assert result.code == 3
    assert said in result.err


# --- several at once, and killed ones -------------------------------------------------------


def start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "mentorctl", *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def test_copies_that_sync_at_once_lose_nothing(ours: Path, shared: Path, tmp_path: Path) -> None:
    copies = []
    for number in range(3):
        place = tmp_path / f"copy-{number}"
        subprocess.run(["git", "clone", "-q", shared, place], check=True)
        change(place, "log.yaml", "entries:\n", (
            f"entries:\n  - id: 2027-04-{number + 1:02}-1\n    on: 2027-04-{number + 1:02}\n"
            "    from: 15:30\n    to: 16:00\n    kind: phone\n"
        ))  # fmt: skip
        copies.append(place)
    running = [start(each, "sync", "--yes") for each in copies]
    for process in running:
        assert process.wait(60) == 0, process.communicate()[1]
    assert sync(ours).code == 0
    log = (pairing_of(ours) / "log.yaml").read_text(encoding="utf-8")
    for number in range(3):
        assert f"id: 2027-04-{number + 1:02}-1" in log


@POSIX
def test_a_killed_sync_can_be_run_again(ours: Path, theirs: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - moments, no secrets
    started = time.monotonic()
    start(ours, "sync").wait()
    usual = time.monotonic() - started
    for number in range(3):
        note(theirs, 1, f"number {number}")
        (theirs / f"note-{number}.txt").write_text("new\n", encoding="utf-8")
        commit_all(theirs, f"note {number}")
        change(ours, "log.yaml", "entries:", f"# {number}\nentries:")
        assert sync(theirs).code == 0
        process = start(ours, "sync")
        time.sleep(usual * chance.uniform(0.5, 1.4))
        process.kill()
        process.wait()
        plain(ours, "fsck", "--strict")
        result = sync(ours)
        assert result.code == 0, result.err
        assert is_clean(ours)
        assert sync(theirs).code == 0
        assert same(ours, theirs)

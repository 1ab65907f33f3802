from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML
from support.folders import whole
from support.histories import plain
from support.run import Result, mentorctl
from support.schemas import faults_of

from mentorctl.cli.sharing.forges import forge_at

if TYPE_CHECKING:
    from pathlib import Path


def host(folder: Path, *words: str | Path) -> Result:
    return mentorctl("host", *words, cwd=folder)


def branch(repository: Path) -> str:
    return plain(repository, "symbolic-ref", "HEAD")


def has_guard(repository: Path) -> bool:
    return "mentorctl guard" in (repository / "hooks/pre-receive").read_text(encoding="utf-8")


def test_one_command_makes_the_shared_folder_and_says_what_to_send(program: Path) -> None:
    shared = program.parent / "shared.git"
    done = host(program, "../shared.git")
    assert done.code == 0, done.err
    assert has_guard(shared)
    assert branch(shared) == "refs/heads/main"
    assert plain(shared, "rev-parse", "main") == plain(program, "rev-parse", "HEAD")
    assert plain(program, "config", "remote.origin.url") == str(shared)
    assert done.err.splitlines()[-1] == f"  mentorctl join {shared}"
    assert "register your own key" in done.err
    assert mentorctl("sync", cwd=program).code == 0


def test_again_it_finishes_what_is_left_and_harms_nothing(program: Path) -> None:
    shared = program.parent / "shared.git"
    assert host(program, shared).code == 0
    (shared / "hooks/pre-receive").unlink()
    again = host(program, shared)
    assert again.code == 0, again.err
    assert has_guard(shared)
    assert "there already" in again.err


def test_the_branch_that_others_get_is_the_one_that_was_sent(program: Path) -> None:
    plain(program, "branch", "-m", "main", "programm")
    shared = program.parent / "shared.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "master", shared], check=True)
    done = host(program, shared)
    assert done.code == 0, done.err
    assert branch(shared) == "refs/heads/programm"
    subprocess.run(["git", "clone", "-q", shared, program.parent / "copy"], check=True)
    assert (program.parent / "copy/program.yaml").is_file()


def test_another_branch_that_holds_something_stays_the_shared_ones(program: Path) -> None:
    shared = program.parent / "shared.git"
    assert host(program, shared).code == 0
    plain(program, "switch", "-q", "-c", "other")
    host(program, shared)
    assert branch(shared) == "refs/heads/main"


def test_on_a_server_it_makes_an_empty_one_and_says_how_to_fill_it(
    program: Path, tmp_path: Path
) -> None:
    server = tmp_path / "server"
    server.mkdir()
    done = host(server, "program.git")
    assert done.code == 0, done.err
    assert has_guard(server / "program.git")
    assert f"mentorctl host USER@SERVER:{(server / 'program.git').as_posix()}" in done.err
    assert host(program, server / "program.git").code == 0


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("inside.git", "lies in the program folder itself"),
        ("../taken", "holds something that is no shared folder"),
        ("../file", "holds something that is no shared folder"),
        ("../copy", "holds something that is no shared folder"),
        ("::x", "no address"),
        ("http://host.example/p.git", "no address"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_nothing_changes(
    program: Path, place: str, said: str
) -> None:
    taken = program.parent / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("mine", encoding="utf-8")
    (program.parent / "file").write_text("mine", encoding="utf-8")
    subprocess.run(["git", "clone", "-q", program, program.parent / "copy"], check=True)
    before = whole(program.parent)
    done = host(program, place)
    assert done.code in {2, 3}
    assert said in " ".join(done.err.split())
    assert whole(program.parent) == before


def test_edits_that_are_not_saved_are_named_before_anything_is_made(program: Path) -> None:
    with (program / "program.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    done = host(program, "../shared.git")
    assert done.code == 1
    assert "program.yaml" in done.err
    assert "mentorctl save" in done.err
    assert not (program.parent / "shared.git").exists()


def test_a_dry_run_writes_nothing(program: Path, tmp_path: Path) -> None:
    before = whole(tmp_path)
    done = host(program, "../shared.git", "--dry-run")
    assert (done.code, "would be done" in done.err) == (0, True)
    (tmp_path / "empty").mkdir()
    host(tmp_path / "empty", "shared.git", "--dry-run")
    (tmp_path / "empty").rmdir()
    forge = host(program, "git@gitlab.com:office/program.git", "--dry-run")
    assert "new: .gitlab-ci.yml, by which GitLab looks at each change" in forge.err
    assert whole(tmp_path) == before


def test_another_program_there_is_said_and_stays(program: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    mentorctl("init", other, "--preset", "south-bay-induction", "--year", "2026-2027")
    shared = tmp_path / "shared.git"
    assert host(other, shared).code == 0
    before = plain(shared, "rev-parse", "main")
    done = host(program, shared)
    assert done.code == 3
    assert "two programs" in done.err
    assert plain(shared, "rev-parse", "main") == before


def test_whoever_keeps_the_folder_is_told_how_their_own_key_is_registered(program: Path) -> None:
    done = host(program, program.parent / "shared.git")
    (keeper,) = YAML(typ="safe").load((program / "program.yaml").read_text("utf-8"))["coordinators"]
    assert f"\n  mentorctl key add {keeper}\n  mentorctl sync\n" in done.err


def test_scripts_get_the_line_to_send(program: Path) -> None:
    shared = program.parent / "shared.git"
    told = json.loads(host(program, shared, "--format", "json").out)
    assert not faults_of("host", 1, told)
    assert (told["address"], told["join"]) == (str(shared), f"mentorctl join {shared}")


def test_where_there_is_no_program_an_address_elsewhere_is_refused(tmp_path: Path) -> None:
    done = host(tmp_path, "git@server.example:program.git")
    assert done.code == 2
    assert "no program folder here" in " ".join(done.err.split())


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for ssh")
@pytest.mark.parametrize(
    ("address", "said", "ci"),
    [
        ("git@server.example:programs/p.git", "on the server, once: mentorctl host programs/p.git",
         False),
        ("git@github.com:office/p.git", "private project on GitHub", True),
    ],
)  # fmt: skip
def test_where_it_cannot_be_made_from_here_it_says_who_makes_it(
    program: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    said: str,
    ci: bool,
) -> None:  # fmt: skip
    ssh = tmp_path / "ssh"
    ssh.write_text("#!/bin/sh\necho 'fatal: p does not appear to be a git repository' >&2\n"
                   "exit 128\n", encoding="utf-8")  # fmt: skip
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    done = host(program, address)
    assert done.code == 3
    assert said in " ".join(done.err.split())
    assert (program / ".github/workflows/mentorctl.yml").is_file() == ci


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for ssh")
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("git@server.example:p.git", "mentorctl guard --install p.git"),
        ("ssh://git@codeberg.org/office/p.git", "protect the main branch"),
        ("git@bitbucket.org:office/p.git", "run mentorctl audit after each sync"),
    ],
)
def test_what_it_cannot_see_to_elsewhere_it_says(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    shared = tmp_path / "there.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", shared], check=True)
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\nfor last; do :; done\nexec ${{last%% *}} '{shared}'\n",
                   encoding="utf-8")  # fmt: skip
    ssh.chmod(0o755)
    monkeypatch.setenv("GIT_SSH", str(ssh))
    done = host(program, address)
    assert done.code == 0, done.err
    assert said in done.err
    assert done.err.splitlines()[-1] == f"  mentorctl join {address}"
    assert plain(shared, "rev-parse", "main") == plain(program, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("git@github.com:a/b.git", "GitHub"),
        ("https://github.com/a/b.git", "GitHub"),
        ("ssh://git@ssh.github.com:443/a/b.git", "GitHub"),
        ("https://someone:secret@GitLab.com/a/b", "GitLab"),
        ("git@github.com.evil.example:a/b.git", None),
        ("git@server.example:github.com/b.git", None),
        ("/srv/github.com/b.git", None),
    ],
)
def test_a_forge_is_known_by_its_host_alone(url: str, name: str | None) -> None:
    found = forge_at(url)
    assert (found.name if found else None) == name


def test_a_folder_that_was_never_saved_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    mentorctl("init", folder, "--preset", "south-bay-induction", "--year", "2026-2027")
    plain(folder, "update-ref", "-d", "HEAD")
    done = host(folder, "../shared.git")
    assert done.code == 3
    assert not (tmp_path / "shared.git").exists()

from __future__ import annotations

import os
import re
import select
import shutil
import socket
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.keys import SK_ED25519, SecurityKey, key_of, lay_key, needs_openssh

from mentorctl.trail.ssh import openssh, ssh_programs
from mentorctl.trail.ssh.openssh import (
    SigningError,
    SshMissing,
    agent_keys,
    generate,
    read_key,
    sign,
    version,
)
from mentorctl.trail.ssh.public_keys import PublicKey, parse_public
from mentorctl.trail.ssh.sshsig import fingerprint, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

POSIX = pytest.mark.skipif(os.name == "nt", reason="shell scripts, agents and terminals of Unix")
TOP = Path(__file__).parents[3]
DATA = b'{"record":"plan"}'
SECRET = "correct horse"  # noqa: S105 - of a key made for the test


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No agent and no window of whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith("SSH_") or name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name)
    # a passphrase is never asked of whoever runs the tests either
    monkeypatch.setattr("os.isatty", lambda _: False)
    monkeypatch.setattr(ssh_programs, "TERMINAL", os.devnull + "/none")


@pytest.fixture
def agent(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An agent of the test's own."""
    place = tmp_path_factory.mktemp("a") / "s"
    running = subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(place)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(200):
        if place.exists():
            break
        time.sleep(0.01)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(place))
    yield
    running.terminate()
    running.wait()


def add(path: Path) -> None:
    subprocess.run(["ssh-add", "-q", str(path)], check=True, stdin=subprocess.DEVNULL)


def locked(folder: Path) -> Path:
    """A key with a passphrase."""
    path = lay_key(folder, "dana")
    words = ["ssh-keygen", "-q", "-p", "-a", "1", "-f", str(path), "-P", "", "-N", SECRET]
    subprocess.run(words, check=True, capture_output=True)
    return path


def askpass(folder: Path, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "askpass"
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")


def fake(
    folder: Path, monkeypatch: pytest.MonkeyPatch, script: str, name: str = "ssh-keygen"
) -> None:
    """Put another program in OpenSSH's place."""
    place = folder / "fake"
    place.mkdir(exist_ok=True)
    (place / name).write_text(f"#!/bin/sh\n{script}\n")
    (place / name).chmod(0o700)
    monkeypatch.setenv("PATH", str(place))


def refusal(key: Path | PublicKey) -> SigningError:
    with pytest.raises(SigningError) as caught:
        sign(DATA, key, "mentorctl")
    error = caught.value
    assert not error.message.endswith(".")
    assert error.hint
    return error


@needs_openssh
def test_a_key_in_a_file_signs(tmp_path: Path) -> None:
    path = lay_key(tmp_path / "my keys", "dana")
    armored = sign(DATA, path, "mentorctl")
    assert verify(DATA, armored, "mentorctl") == key_of("dana").public
    assert sorted(each.name for each in path.parent.iterdir()) == ["dana", "dana.pub"]


@needs_openssh
def test_the_key_may_lie_where_the_user_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_key(tmp_path, "dana")
    monkeypatch.chdir(tmp_path)
    assert sign(DATA, Path("dana"), "git")


@POSIX
@needs_openssh
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    path = lay_key(tmp_path, "dana")
    sign(DATA, path, "mentorctl")
    path.chmod(0o644)
    refusal(path)
    assert not list(place.iterdir())


@POSIX
@needs_openssh
def test_a_passphrase_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = locked(tmp_path)
    askpass(tmp_path, SECRET, monkeypatch)
    assert verify(DATA, sign(DATA, path, "mentorctl"), "mentorctl")
    askpass(tmp_path, "wrong", monkeypatch)
    assert "passphrase of the key" in refusal(path).message


@POSIX
@needs_openssh
def test_a_passphrase_that_nobody_can_be_asked_for(tmp_path: Path) -> None:
    path = locked(tmp_path)
    error = refusal(path)
    assert "there is no terminal" in error.message
    assert error.hint == f"put the key into an agent first: ssh-add {path}"


SIGN_AT_TERMINAL = """\
import fcntl, sys, termios
from pathlib import Path
fcntl.ioctl(2, termios.TIOCSCTTY, 0)
sys.path.insert(0, {top!r})
from mentorctl.trail.ssh.openssh import sign
Path({out!r}).write_text(sign({data!r}, Path({key!r}), "mentorctl"))
"""


@POSIX
@needs_openssh
@pytest.mark.parametrize("stdin_is_terminal", [True, False])
def test_a_passphrase_is_typed_at_the_terminal(tmp_path: Path, stdin_is_terminal: bool) -> None:
    path, out = locked(tmp_path), tmp_path / "out"
    script = SIGN_AT_TERMINAL.format(top=str(TOP), out=str(out), data=DATA, key=str(path))
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    ours, theirs = os.openpty()
    stdin = theirs if stdin_is_terminal else subprocess.DEVNULL
    running = subprocess.Popen(
        [sys.executable, "-c", script], stdin=stdin, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, deadline = b"", time.monotonic() + 30
    while b"passphrase" not in shown and time.monotonic() < deadline:
        if select.select([ours], [], [], 1)[0]:
            shown += os.read(ours, 4096)
    os.write(ours, f"{SECRET}\n".encode())
    assert running.wait(30) == 0
    os.close(ours)
    assert verify(DATA, out.read_text(), "mentorctl") == key_of("dana").public


@POSIX
@needs_openssh
@pytest.mark.usefixtures("agent")
def test_a_key_in_an_agent_signs(tmp_path: Path) -> None:
    path = lay_key(tmp_path, "dana")
    public = path.with_name("dana.pub")
    assert agent_keys() == []
    add(path)
    path.unlink()
    known: list[Path | PublicKey] = [public, *agent_keys(), key_of("dana").public]
    for key in known:
        assert verify(DATA, sign(DATA, key, "mentorctl"), "mentorctl") == key_of("dana").public
    other = lay_key(tmp_path, "arlo").with_name("arlo.pub")
    (tmp_path / "arlo").unlink()
    assert "neither in the agent nor in a file" in refusal(other).message
    assert "neither in the agent nor in a file" in refusal(key_of("arlo").public).message


@POSIX
@needs_openssh
@pytest.mark.usefixtures("agent")
def test_keys_in_an_agent_are_listed_with_their_remark(tmp_path: Path) -> None:
    add(lay_key(tmp_path, "dana"))
    add(lay_key(tmp_path, "arlo"))
    assert {key.blob for key in agent_keys()} == {
        key_of("dana").public.blob,
        key_of("arlo").public.blob,
    }


@POSIX
@needs_openssh
def test_an_agent_that_never_answers_is_named_and_done_without(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        return
    place = tmp_path_factory.mktemp("a") / "s"
    monkeypatch.setenv("SSH_AUTH_SOCK", str(place))
    monkeypatch.setattr(ssh_programs, "PATIENCE", 0.1)
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind(str(place))
        mute.listen()
        assert agent_keys() == []
        path = lay_key(tmp_path, "dana")
        verify(DATA, sign(DATA, path, "mentorctl"), "mentorctl")
        error = refusal(key_of("dana").public)
    assert error.message.endswith(f"does not answer ({place})")
    assert "ssh-add" in error.hint


def test_no_agent_has_no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "gone"))
    assert agent_keys() == []


@POSIX
@needs_openssh
def test_keys_that_do_not_sign(tmp_path: Path) -> None:
    path = lay_key(tmp_path / "it's", "dana")
    path.chmod(0o644)
    error = refusal(path)
    assert "other users of this computer may read" in error.message
    done = subprocess.run(["sh", "-c", error.hint.partition(": ")[2]], check=False)
    assert done.returncode == 0
    assert sign(DATA, path, "mentorctl")
    shutil.copy(lay_key(tmp_path, "arlo").with_name("arlo.pub"), path.with_name("dana.pub"))
    assert "halves of different keys" in refusal(path).message


def test_files_that_are_no_keys(tmp_path: Path) -> None:
    path = lay_key(tmp_path, "dana")
    (tmp_path / "text").write_text("hello")
    (tmp_path / "text.pub").write_text("hello")
    (tmp_path / "long").write_text("hello " * 100_000)
    (tmp_path / "private.pub").write_bytes(path.read_bytes())
    (tmp_path / "lone").write_text("hello")
    words = {
        "gone": "there is no key",
        "text": "does not do: it is not a public key",
        "text.pub": "does not do: it is not a public key",
        "private.pub": "does not do: it is a private key",
        "lone": "no private key that OpenSSH has made",
        "long": "no private key that OpenSSH has made",
        ".": "cannot be read",
    }
    for name, expected in words.items():
        with pytest.raises(SigningError, match=expected):
            read_key(tmp_path / name)


def test_a_key_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay_key(tmp_path, "dana")

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    # permissions on the disk would not hold root back
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SigningError, match="cannot be read"):
        read_key(path)


@needs_openssh
def test_the_public_half_is_read_from_either_file(tmp_path: Path) -> None:
    path = lay_key(tmp_path, "dana")
    public = path.with_name("dana.pub")
    assert read_key(path).comment == read_key(public).comment == "dana@example.org"
    public.unlink()
    assert read_key(path) == key_of("dana").public
    words = ["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f"]
    subprocess.run([*words, str(tmp_path / "old")], check=True, capture_output=True)
    assert read_key(tmp_path / "old").algorithm == "ssh-rsa"
    assert sign(DATA, tmp_path / "old", "mentorctl")
    (tmp_path / "old.pub").unlink()
    with pytest.raises(SigningError, match="no private key that OpenSSH has made"):
        read_key(tmp_path / "old")


@needs_openssh
def test_a_new_key(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "id_ed25519"
    public = generate(path, "Dana Okafor\n(home)")
    assert public.algorithm == "ssh-ed25519"
    assert public.comment == "Dana Okafor(home)"
    assert read_key(path).blob == public.blob
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert verify(DATA, sign(DATA, path, "mentorctl"), "mentorctl").blob == public.blob
    assert fingerprint(public).startswith("SHA256:")


@needs_openssh
@pytest.mark.parametrize("name", ["id", "id.pub"])
def test_a_new_key_never_takes_the_place_of_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).symlink_to("nowhere")
    with pytest.raises(SigningError, match="already"):
        generate(tmp_path / "id", "dana")
    assert (tmp_path / name).is_symlink()
    assert len(list(tmp_path.iterdir())) == 1


@POSIX
@needs_openssh
def test_a_new_key_with_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SigningError, match="no terminal"):
        generate(tmp_path / "id", "dana", ask=True)
    askpass(tmp_path, SECRET, monkeypatch)
    generate(tmp_path / "id", "dana", ask=True)
    words = ["ssh-keygen", "-y", "-f", str(tmp_path / "id"), "-P"]
    assert subprocess.run([*words, ""], check=False, capture_output=True).returncode
    assert not subprocess.run([*words, SECRET], check=False, capture_output=True).returncode


@needs_openssh
def test_a_new_key_where_none_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SigningError, match="cannot be made"):
        generate(tmp_path / "file" / "id", "dana")


@needs_openssh
def test_the_version_is_what_ssh_says() -> None:
    said = subprocess.run(["ssh", "-V"], check=True, capture_output=True, text=True).stderr
    found = re.search(r"(\d+)\.(\d+)", said)
    assert found is not None
    assert version() == (int(found[1]), int(found[2]))


def test_without_openssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay_key(tmp_path, "dana")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    for call in (version, lambda: sign(DATA, path, "git"), lambda: generate(tmp_path / "a", "")):
        with pytest.raises(SshMissing, match="ssh-keygen, a program of OpenSSH, was not found"):
            call()
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "socket"))
    assert agent_keys() == []


@POSIX
def test_a_program_in_the_folder_is_not_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay_key(tmp_path, "dana")
    fake(tmp_path, monkeypatch, f"touch {tmp_path}/started")
    monkeypatch.chdir(tmp_path / "fake")
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(SshMissing):
        sign(DATA, path, "git")
    assert not (tmp_path / "started").exists()


OLD = 'echo "unknown option -- Y" >&2; echo "usage: ssh-keygen" >&2; exit 1'
STRANGE = 'echo "something strange" >&2; exit 3'


@POSIX
@pytest.mark.parametrize(
    ("script", "words"),
    [
        (OLD, "too old"),
        (STRANGE, "ssh-keygen refused: something strange"),
        ("exit 0", "ssh-keygen refused: no reason given"),
        ('echo "Couldn\'t sign message: agent refused operation" >&2; exit 255', "did not sign"),
        ('echo "Load key: invalid format" >&2; exit 255', "is damaged"),
        ('echo "Load key: Permission denied" >&2; exit 255', "may not be read"),
    ],
)
def test_what_ssh_keygen_says_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, words: str
) -> None:
    path = lay_key(tmp_path, "dana")
    fake(tmp_path, monkeypatch, script)
    assert words in refusal(path).message


@POSIX
def test_a_wrong_signature_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay_key(tmp_path, "dana")
    for person, data in (("arlo", DATA), ("dana", b"another")):
        (tmp_path / "made").write_text(key_of(person).sign(data, "mentorctl"))
        fake(tmp_path, monkeypatch, f'for last; do :; done; /bin/cp {tmp_path}/made "$last.sig"')
        assert "ssh-keygen" in refusal(path).message


@POSIX
@pytest.mark.parametrize(
    ("said", "words"),
    [("device not found", "was not found"), ("invalid format", "did not sign")],
)
def test_a_security_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, words: str
) -> None:
    public = PublicKey(SK_ED25519.decode(), SecurityKey.make().blob, "dana's key")
    path = tmp_path / "id_ed25519_sk.pub"
    path.write_text(public.line)
    fake(tmp_path, monkeypatch, f'echo "Couldn\'t sign message: {said}" >&2; exit 255')
    told: list[PublicKey] = []
    with pytest.raises(SigningError, match=words) as caught:
        sign(DATA, path, "mentorctl", told.append)
    assert told == [public]
    assert "touch it when it blinks" in caught.value.hint


@POSIX
def test_openssh_gets_a_clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = lay_key(tmp_path, "dana")
    monkeypatch.setenv("LD_PRELOAD", "")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("SSH_AUTH_SOCK", "socket")
    monkeypatch.setenv("SSH_ASKPASS", "askpass")
    fake(
        tmp_path,
        monkeypatch,
        f"/usr/bin/env > {tmp_path}/seen; /bin/pwd > {tmp_path}/where; exit 1",
    )
    refusal(path)
    seen = dict(line.split("=", 1) for line in (tmp_path / "seen").read_text().splitlines())
    assert seen["LC_ALL"] == "C"
    assert (seen["SSH_AUTH_SOCK"], seen["SSH_ASKPASS"]) == ("socket", "askpass")
    assert not {"LD_PRELOAD", "LANG"} & set(seen)
    assert Path((tmp_path / "where").read_text().strip()) != Path.cwd()


def test_an_agent_that_says_nothing_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.name == "nt":
        pytest.skip("the program is a shell script")
    fake(tmp_path, monkeypatch, "exec /bin/sleep 30", "ssh-add")
    monkeypatch.setenv("SSH_AUTH_SOCK", "socket")
    monkeypatch.setattr(openssh, "PATIENCE", 0.1)
    assert agent_keys() == []


@POSIX
def test_what_an_agent_lists_is_read_with_care(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = textwrap.dedent(f"""\
        ssh-dss AAAAB3NzaC1kc3MAAACB old
        rubbish
        {key_of("dana").public_line("a b c")}
        """)
    (tmp_path / "list").write_text(lines)
    fake(tmp_path, monkeypatch, f"/bin/cat {tmp_path}/list", "ssh-add")
    monkeypatch.setenv("SSH_AUTH_SOCK", "socket")
    assert agent_keys() == [parse_public(key_of("dana").public_line("a b c"))]


@POSIX
@needs_openssh
@pytest.mark.parametrize("lost", ["CRLF", "the last one"])
def test_a_key_whose_line_ends_were_lost_signs(tmp_path: Path, lost: str) -> None:
    path = lay_key(tmp_path, "dana")
    whole = path.read_bytes()
    broken = whole.replace(b"\n", b"\r\n") if lost == "CRLF" else whole.rstrip(b"\n")
    path.write_bytes(broken)
    assert verify(DATA, sign(DATA, path, "mentorctl"), "mentorctl") == key_of("dana").public
    assert path.read_bytes() == broken


@POSIX
@needs_openssh
@pytest.mark.usefixtures("agent")
def test_an_agent_that_only_sshs_settings_name_is_found(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay_key(tmp_path, "dana")
    add(path)
    socket = os.environ["SSH_AUTH_SOCK"]
    monkeypatch.delenv("SSH_AUTH_SOCK")
    path.unlink()
    assert agent_keys() == []
    (home / ".ssh").mkdir(exist_ok=True)
    for words, found in ((f"Host *\n    IdentityAgent {socket}\n", 1), ("IdentityAgent none\n", 0)):
        (home / ".ssh/config").write_text(words, encoding="utf-8")
        assert len(agent_keys()) == found
        if found:
            known = sign(DATA, key_of("dana").public, "mentorctl")
            assert verify(DATA, known, "mentorctl") == key_of("dana").public

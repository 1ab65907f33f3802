"""Signing with the user's own key, by OpenSSH itself.

The only place that starts ssh-keygen, ssh-add and ssh. So passphrases, agents and security keys
work as they do everywhere else, and a private key is never read here.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.trail.ssh.public_keys import (
    BadSignature,
    PublicKey,
    is_encrypted,
    parse_public,
    public_of_private,
)
from mentorctl.trail.ssh.ssh_programs import (
    NEWER,
    PATIENCE,
    SigningError,
    SshMissing,
    environment,
    keyboard_of,
    mute_agent,
    program_path,
    start_program,
)
from mentorctl.trail.ssh.sshsig import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "OLDEST",
    "SigningError",
    "SshMissing",
    "agent_keys",
    "as_openssh_wrote_it",
    "generate",
    "has_passphrase",
    "private_half",
    "read_key",
    "sign",
    "sign_each",
    "version",
]

# the first one with `-Y find-principals`, which git and plain checking need (`-Y sign`: 8.1)
OLDEST = (8, 2)
MAX_KEY_FILE = 64 * 1024
_VERSION = re.compile(r"OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)")
_NEW_KEY = "make a key that can: mentorctl key doctor"
_UNPROTECT = "icacls {key} /inheritance:r /grant:r %USERNAME%:R" if os.name == "nt" else (
    "chmod 600 {key}"
)  # fmt: skip
_REFUSALS = (
    (
        "incorrect passphrase",
        "the passphrase of the key {key} is another one",
        "run the command again and type the passphrase of this key",
    ),
    (
        "are too open",
        "other users of this computer may read the private key {key}, so it is not used",
        f"let only yourself read it: {_UNPROTECT}",
    ),
    (
        "No private key found for",
        "the private half of the key {key} is neither in the agent nor in a file beside it",
        "put it into the agent with ssh-add, or name the file of the private key",
    ),
    (
        "doesn't match private",
        "the files {key} and its .pub are halves of different keys",
        "make the public one anew: ssh-keygen -y -f {key}",
    ),
    (
        "agent refused operation",
        "the agent that keeps the key {key} did not sign",
        "answer what it asks, or unlock it, and run the command again",
    ),
    (
        "device not found",
        "the security key of {key} was not found",
        "plug it in, run the command again and touch it when it blinks",
    ),
    (
        "Permission denied",
        "the private key {key} may not be read",
        "see that the file belongs to you",
    ),
    ("option -- Y", "the OpenSSH on this computer is too old to sign", NEWER),
    ("option -- 'Y'", "the OpenSSH on this computer is too old to sign", NEWER),
    ("invalid format", "the private key {key} is damaged", _NEW_KEY),
    ("error in libcrypto", "the private key {key} is damaged", _NEW_KEY),
)


def sign(
    data: bytes,
    key: Path | PublicKey,
    namespace: str,
    announce: Callable[[PublicKey], None] | None = None,
) -> str:
    """Sign one text, as `sign_each` does."""
    return sign_each([data], key, namespace, announce)[0]


def sign_each(
    texts: Sequence[bytes],
    key: Path | PublicKey,
    namespace: str,
    announce: Callable[[PublicKey], None] | None = None,
    socket: str = "",
) -> list[str]:
    """Sign with the user's own key.

    OpenSSH asks for the passphrase itself, once for all texts, on the terminal or as the user
    has set it up.

    Args:
        texts: What to sign, each by itself; at least one.
        key: The file of a private key, or of a public one whose other half is in an agent; or
            a public key in an agent that has no file.
        namespace: What the signatures are for.
        announce: Called first when the key is in a device that has to be touched.
        socket: The socket of the agent that has the key, where it is not the user's.

    Returns:
        The signatures with their armour; they have been checked.

    Raises:
        SshMissing: There is no ssh-keygen.
        SigningError: The key cannot be read, or does not sign.
    """
    public = key if isinstance(key, PublicKey) else read_key(key)
    name = public.comment or public.algorithm if isinstance(key, PublicKey) else str(key)
    if announce and public.is_security_key:
        announce(public)
    with tempfile.TemporaryDirectory(prefix="mentorctl-") as private, keyboard_of() as keyboard:
        folder = Path(private)
        # passed in files: ssh-keygen prompts only if standard input is a terminal
        names = [f"text{number}" for number in range(len(texts))]
        for each, data in zip(names, texts, strict=True):
            (folder / each).write_bytes(data)
        file = None if socket or isinstance(key, PublicKey) else key
        half = _half(folder, file, public)
        words = ("-Y", "sign", "-f", str(half), "-n", namespace, *names)
        env = {"SSH_AUTH_SOCK": socket} if socket else {}
        done = start_program("ssh-keygen", words, folder, stdin=keyboard, patience=None, env=env)
        made = [folder / f"{each}.sig" for each in names]
        if done.returncode or not all(each.is_file() for each in made):
            raise _refused(name, public, done, asked=keyboard != subprocess.DEVNULL)
        found = [each.read_text(encoding="utf-8", errors="replace") for each in made]
    pairs = zip(texts, found, strict=True)
    return [_checked(data, armored, namespace, public) for data, armored in pairs]


def _half(folder: Path, key: Path | None, public: PublicKey) -> Path:
    """The file that ssh-keygen takes for a key: its own, else one with what an agent has."""
    if key is not None:
        return as_openssh_wrote_it(key.expanduser().absolute(), folder)
    half = folder / "key.pub"
    half.write_text(f"{public.line}\n", encoding="utf-8")
    return half


def as_openssh_wrote_it(path: Path, folder: Path) -> Path:
    """A private key's file that ssh-keygen takes: a copy with its line ends, where they were lost.

    Mail programs and editors of Windows save a key with CRLF, or without its last line end, and
    OpenSSH then finds no key in it.

    Args:
        path: The file.
        folder: Where a copy goes, which only the user can read.
    """
    try:
        data = _bytes_of(path)
    except OSError:
        return path
    clean = data.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
    if clean == data or b"PRIVATE KEY" not in data:
        return path
    copy = folder / "key"
    copy.touch(mode=0o600)
    copy.write_bytes(clean)
    copy.with_name("key.pub").write_bytes(_public_beside(path))
    return copy


def _public_beside(path: Path) -> bytes:
    try:
        return _bytes_of(path.with_name(f"{path.name}.pub"))
    except OSError:
        return b""


def _checked(data: bytes, armored: str, namespace: str, public: PublicKey) -> str:
    try:
        made_by = verify(data, armored, namespace)
    except BadSignature as error:
        raise SigningError(f"ssh-keygen made a wrong signature: {error.reason}", NEWER) from error
    if made_by.blob != public.blob:
        raise SigningError("ssh-keygen signed with another key", "name the key's file with --key")
    return armored.replace("\r\n", "\n")


def read_key(path: Path) -> PublicKey:
    """The public half of a key.

    Args:
        path: The file of either half.

    Raises:
        SigningError: It cannot be read, or is no key that counts.
    """
    path = path.expanduser().absolute()
    beside = path.with_name(f"{path.name}.pub")
    try:
        data = _bytes_of(path)
        if path.suffix == ".pub":
            return parse_public(_text(data))
        shown = public_of_private(data)
        written = parse_public(_text(_bytes_of(beside))) if beside.is_file() else None
    except FileNotFoundError as error:
        raise SigningError(f"there is no key {path}", _NEW_KEY) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SigningError(
            f"the key {path} cannot be read ({reason})", "see that it is a file of yours"
        ) from error
    except BadSignature as error:
        raise SigningError(f"the key {path} does not do: {error.reason}", _NEW_KEY) from error
    if shown and (written is None or written.blob != shown.blob):
        return shown
    if written is None:
        raise SigningError(f"{path} is no private key that OpenSSH has made", _NEW_KEY)
    return written


def private_half(path: Path) -> Path:
    """The file of the private half of a key that either file names."""
    return path.with_suffix("") if path.suffix == ".pub" else path


def has_passphrase(path: Path) -> bool:
    """Whether the private half in a file can only be used with a passphrase."""
    try:
        return is_encrypted(_bytes_of(path.expanduser()))
    except OSError:
        return False


def generate(path: Path, comment: str, *, ask: bool = False) -> PublicKey:
    """Make a key (Ed25519), its public half beside it with `.pub`.

    Args:
        path: Where to put the private half; its folder is made if need be.
        comment: What tells the owner this key from others.
        ask: Whether OpenSSH asks for a passphrase; otherwise the key has none.

    Returns:
        The public half.

    Raises:
        SshMissing: There is no ssh-keygen.
        SigningError: There is a key already, nobody can be asked, or it cannot be written.
    """
    path = path.expanduser().absolute()
    for each in (path, path.with_name(f"{path.name}.pub")):
        if os.path.lexists(each):
            raise SigningError(f"there is a file {each} already", "choose another name")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SigningError(
            f"the folder {path.parent} cannot be made ({(error.strerror or '').lower()})",
            "choose another place for the key",
        ) from error
    remark = "".join(char for char in comment if char.isprintable()).strip()
    words = ["-q", "-t", "ed25519", "-f", str(path), "-C", remark, *(() if ask else ("-N", ""))]
    with keyboard_of() as keyboard:
        if ask and keyboard == subprocess.DEVNULL and "SSH_ASKPASS" not in os.environ:
            raise SigningError("there is no terminal to ask for a passphrase on", "use a terminal")
        stdin = keyboard if ask else subprocess.DEVNULL
        patience = None if ask else PATIENCE
        done = start_program("ssh-keygen", words, path.parent, stdin=stdin, patience=patience)
    if done.returncode:
        raise SigningError(f"no key was made: {_last_line(done)}", "choose another place for it")
    return read_key(path)


def agent_keys() -> list[PublicKey]:
    """The keys in the user's agent; none when there is no agent."""
    if os.name != "nt" and not environment().get("SSH_AUTH_SOCK"):
        return []
    try:
        done = start_program(
            "ssh-add", ("-L",), Path.home(), stdin=subprocess.DEVNULL, patience=PATIENCE
        )
    except SigningError:
        return []
    found = []
    for line in done.stdout.decode(errors="replace").splitlines() if not done.returncode else ():
        with contextlib.suppress(BadSignature):
            found.append(parse_public(line))
    return found


def version() -> tuple[int, int] | None:
    """Which OpenSSH this computer has; None when it does not say.

    Raises:
        SshMissing: There is no ssh-keygen.
    """
    program_path("ssh-keygen")
    try:
        done = start_program(
            "ssh", ("-V",), Path.home(), stdin=subprocess.DEVNULL, patience=PATIENCE
        )
    except SigningError:
        return None
    found = _VERSION.search(done.stderr.decode(errors="replace"))
    return (int(found[1]), int(found[2])) if found else None


def _refused(
    name: str, public: PublicKey, done: subprocess.CompletedProcess[bytes], *, asked: bool
) -> SigningError:
    """Turn ssh-keygen's error output into a SigningError, in plain words for the known cases."""
    said = done.stderr.decode(errors="replace")
    key = f'"{name}"' if os.name == "nt" else shlex.quote(name)
    is_unasked = "incorrect passphrase" in said and not asked and "SSH_ASKPASS" not in os.environ
    if (is_unasked or "No private key found for" in said) and (agent := mute_agent()):
        return SigningError(
            f"the agent that would have the key {key} does not answer ({agent})",
            f"end it and start another one, then put the key into it: ssh-add {key}",
        )
    if is_unasked:
        return SigningError(
            f"the key {key} has a passphrase, and there is no terminal to ask for it on",
            f"put the key into an agent first: ssh-add {key}",
        )
    for words, message, hint in _REFUSALS:
        if words in said and not (public.is_security_key and words == "invalid format"):
            return SigningError(message.format(key=key), hint.format(key=key))
    if public.is_security_key:
        return SigningError(
            f"the security key of {key} did not sign",
            "run the command again and touch it when it blinks",
        )
    return SigningError(f"ssh-keygen refused: {_last_line(done)}", f"try it: ssh-keygen -lf {key}")


def _last_line(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"


def _bytes_of(path: Path) -> bytes:
    if not path.is_file() and path.exists():
        raise OSError(0, "it is no file", str(path))
    with path.open("rb") as file:
        return file.read(MAX_KEY_FILE)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")

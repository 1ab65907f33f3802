"""The keys that the user could sign with, in the order in which they are tried."""

from __future__ import annotations

import contextlib
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import TrailError
from mentorctl.trail.git.command import start
from mentorctl.trail.ssh.openssh import SigningError, agent_keys, read_key
from mentorctl.trail.ssh.public_keys import BadKey, PublicKey, parse_public

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["VARIABLE", "OwnKey", "own_key_setting", "own_keys"]

VARIABLE = "MENTORCTL_KEY"
MAX_SETTING = 4096

_NAMES = ("id_ed25519", "id_ed25519_sk", "id_ecdsa", "id_ecdsa_sk", "id_rsa")
_SETTINGS = r"^(gpg\.format|user\.signingkey)$"
_LITERALS = ("ssh-", "ecdsa-", "sk-")


class OwnKey(NamedTuple):
    """A key that the user could sign with.

    Attributes:
        public: Its public half.
        path: Its file, or None for a key that an agent alone knows.
        origin: Where it was found, in words.
    """

    public: PublicKey
    path: Path | None
    origin: str

    @property
    def handle(self) -> Path | PublicKey:
        """What `openssh.sign` takes for it."""
        return self.path or self.public


def own_keys(explicit: Path | None = None) -> Iterator[OwnKey]:
    """The keys that the user could sign with, the first choice first, each one once.

    A key named by `--key` or MENTORCTL_KEY is the only one. Otherwise: the user's own setting,
    what git signs with, the usual files in `~/.ssh`, and the agent's. Of git's settings, only the
    user's own count, never the folder's.

    Args:
        explicit: The file that `--key` names.

    Raises:
        SigningError: A key that the user has named cannot be read.
    """
    named = explicit or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named:
        path = named.expanduser().absolute()
        yield OwnKey(read_key(path), path, "--key" if explicit else VARIABLE)
        return
    seen = set()
    for key in chain(_from_setting(), _from_git(), _from_home(), _from_agent()):
        if key.public.blob not in seen:
            seen.add(key.public.blob)
            yield key


def own_key_setting() -> Path:
    """The user's own file that holds the path of their key."""
    from platformdirs import user_config_path  # noqa: PLC0415 - only signing needs it

    return user_config_path("mentorctl", appauthor=False) / "key"


def _from_setting() -> Iterator[OwnKey]:
    place = own_key_setting()
    try:
        with place.open(encoding="utf-8", errors="surrogateescape") as file:
            line = file.read(MAX_SETTING).strip()
    except FileNotFoundError:
        return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SigningError(f"{place} cannot be read ({reason})", f"delete {place}") from error
    if line:
        path = place.parent / Path(line).expanduser()
        yield OwnKey(read_key(path), path, str(place))


def _from_git() -> Iterator[OwnKey]:
    """What git signs with, as the user's own configuration has it."""
    args = ("config", "--global", "--includes", "-z", "--get-regexp", _SETTINGS)
    try:
        said = start(Path.home(), args, None, {}, {}, (0, 1))
    except TrailError:
        return
    pairs = (each.partition("\n") for each in os.fsdecode(said).split("\0")[:-1])
    settings = {name: value for name, _, value in pairs}
    value = settings.get("user.signingkey", "")
    if not value or settings.get("gpg.format") != "ssh":
        return
    with contextlib.suppress(SigningError, BadKey, RuntimeError):
        # a signing key that only git can use is skipped
        if value.startswith(("key::", *_LITERALS)):
            yield OwnKey(parse_public(value.removeprefix("key::")), None, "git")
        else:
            path = Path(value).expanduser()
            if path.is_absolute():
                yield OwnKey(read_key(path), path, "git")


def _from_home() -> Iterator[OwnKey]:
    folder = Path.home() / ".ssh"
    for name in _NAMES:
        path = folder / name
        if path.is_file():
            with contextlib.suppress(SigningError):
                yield OwnKey(read_key(path), path, str(path))


def _from_agent() -> Iterator[OwnKey]:
    for public in agent_keys():
        yield OwnKey(public, None, "ssh-agent")

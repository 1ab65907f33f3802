"""Where a folder is shared: as the user says, as was kept last time, or as git knows."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.cli.output.console import confirmed
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import transport
from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.trail.git.transport import RemoteAddress

__all__ = ["address_of", "is_shared", "keep_address"]

ORIGIN = "origin"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def address_of(state: State, place: str, url: str, *, yes: bool) -> RemoteAddress:
    """Where the shared folder is.

    An address that only the folder itself names is nobody's choice yet: it came with the folder.

    Raises:
        GitError: No address is known, or nobody has agreed to it.
    """
    root = state.root
    if url:
        return transport.RemoteAddress.parse(url, Path.cwd())
    if place and not (NAME.fullmatch(place) and _configured(root, place)):
        return transport.RemoteAddress.parse(place, Path.cwd())
    known = transport.chosen(root)
    if known and not place:
        return transport.RemoteAddress.parse(known, root)
    found = _configured(root, place or ORIGIN)
    if not found:
        raise GitError(
            "no shared folder is known yet",
            "name it once: mentorctl sync --remote ADDRESS",
        )
    address = transport.RemoteAddress.parse(found, root)
    if known == address.url or yes or _agreed(address):
        if not place and not state.dry_run:
            transport.remember(root, address.url)
        return address
    raise GitError(
        f"this folder says that it is shared with {address.shown}, and nobody has agreed to that",
        f"if it is right: mentorctl sync --remote {shlex.quote(address.shown)}",
    )


def is_shared(root: Path) -> bool:
    """Whether a shared folder of a program folder is known, here or to git."""
    return bool(transport.chosen(root) or _configured(root, ORIGIN))


def keep_address(root: Path, address: RemoteAddress) -> None:
    """Remember the address, and tell plain git of it where it knows none."""
    transport.remember(root, address.url)
    if not _configured(root, ORIGIN):
        tool = Git(root)
        tool("config", "--local", f"remote.{ORIGIN}.url", address.url)
        fetched = f"+refs/heads/*:refs/remotes/{ORIGIN}/*"
        tool("config", "--local", f"remote.{ORIGIN}.fetch", fetched)


def _agreed(address: RemoteAddress) -> bool:
    question = f"share this folder with {address.shown}?"
    return sys.stdin.isatty() and confirmed(question)


def _configured(root: Path, name: str) -> str:
    return (Git(root).own_setting(f"remote.{name}.url") or "").strip()

"""The forges that a folder can be shared at, and what each offers in place of the guard."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

__all__ = ["CI_FILES", "Forge", "forge_at"]

CI_FILES = {"github": ".github/workflows/mentorctl.yml", "gitlab": ".gitlab-ci.yml"}
_SCP = re.compile(r"(?:[^@/]+@)?([^/:]+):")


class Forge(NamedTuple):
    """A place on the web that keeps repositories.

    Attributes:
        name: What people call it.
        ci: The kind of file with which it looks at each change; empty where we have none.
    """

    name: str
    ci: str


FORGES = {
    "github.com": Forge("GitHub", "github"),
    "gitlab.com": Forge("GitLab", "gitlab"),
    "codeberg.org": Forge("Codeberg", "github"),  # Forgejo reads the same file
    "gitea.com": Forge("Gitea", "github"),
    "bitbucket.org": Forge("Bitbucket", ""),
}


def forge_at(url: str) -> Forge | None:
    """The forge that an address leads to; None where it is none that we know by its name."""
    host = urlsplit(url).hostname if "://" in url else None
    if host is None:
        found = _SCP.match(url)
        host = found[1] if found else ""
    return FORGES.get(host.lower().removeprefix("ssh.").removeprefix("www."))

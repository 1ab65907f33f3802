"""Signs the commits of a command as the user, under the name that the program has of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note, paint
from mentorctl.trail.errors import TrailError

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.trail.git.new_commit import Sign
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["CommitSigner", "author_of"]


class CommitSigner:
    """Signs commits as somebody; where that fails they stay unsigned, and it is said."""

    def __init__(self, state: State, who: OwnSigner) -> None:
        self._state = state
        self._who = who

    def __call__(self, raw: bytes) -> str | None:
        """The armoured signature of a commit's bytes; None where it cannot be made."""
        from mentorctl.trail.ssh.sshsig import GIT_NAMESPACE  # noqa: PLC0415 - brings cryptography

        try:
            return self._who.sign([raw], GIT_NAMESPACE)[0]
        except TrailError as error:
            note(f"this change stays unsigned: {error.message}")
            note(f"  {paint('→', 'dim')} {error.hint}")
            return None

    @property
    def author(self) -> tuple[str, str] | None:
        """Their name and email as the program has them; None where it has no record of them."""
        from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - only when writing
        from mentorctl.trail.git.command import Git  # noqa: PLC0415 - as above

        try:
            person = self._state.folder.people.get(self._who.person)
        except NoProgram:
            return None
        return (
            (person.name, person.email or Git(self._state.root).identity()[1]) if person else None
        )


def author_of(sign: Sign | None) -> tuple[str, str] | None:
    """Whose name a commit carries: that of whoever signs it; None for git's own choice."""
    return sign.author if isinstance(sign, CommitSigner) else None

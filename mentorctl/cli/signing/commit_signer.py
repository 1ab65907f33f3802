"""Signs the commits of a command as the user, under the name that the program has of them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.cli.state import State
    from mentorctl.trail.git.new_commit import Sign
    from mentorctl.trail.signatures.statements import OwnSigner

__all__ = ["CommitSigner", "make_ready"]


class CommitSigner:
    """Signs commits as somebody.

    Args:
        state: The run of the command.
        who: Who signs.
        may_be_unsigned: Whether the commit could be of use without a signature.
    """

    def __init__(self, state: State, who: OwnSigner, *, may_be_unsigned: bool = False) -> None:
        self._state = state
        self._who = who
        self._may_be_unsigned = may_be_unsigned

    def unlock(self) -> None:
        """Have the passphrase of the key asked for, where it has one.

        Raises:
            SigningError: It was not given.
        """
        with self._nothing_changed():
            self._who.unlock()

    def __call__(self, raw: bytes) -> str:
        """The armoured signature of a commit's bytes.

        Raises:
            SigningError: It cannot be made.
        """
        from mentorctl.trail.ssh.sshsig import GIT_NAMESPACE  # noqa: PLC0415 - brings cryptography

        with self._nothing_changed():
            return self._who.sign([raw], GIT_NAMESPACE)[0]

    @contextlib.contextmanager
    def _nothing_changed(self) -> Iterator[None]:
        """Say of a refusal that it comes before anything is written, and how to do without."""
        from mentorctl.trail.ssh.openssh import SigningError  # noqa: PLC0415 - only when writing

        try:
            yield
        except SigningError as error:
            hint = error.hint
            if self._may_be_unsigned:
                hint += "; or leave it unsigned this once, with --unsigned"
            raise SigningError(f"nothing was changed: {error.message}", hint) from error

    @property
    def author(self) -> tuple[str, str] | None:
        """Their name and email as the program has them; None where it has no record of them."""
        from mentorctl.store.folder import NoProgram  # noqa: PLC0415 - only when writing
        from mentorctl.trail.git.command import Git  # noqa: PLC0415 - as above

        try:
            person = self._state.person(self._who.person)
        except NoProgram:
            return None
        return (
            (person.name, person.email or Git(self._state.root).identity()[1]) if person else None
        )


def make_ready(sign: Sign | None) -> tuple[str, str] | None:
    """Have a passphrase asked for before anything is written, or kept from others.

    Args:
        sign: What will sign a commit.

    Returns:
        Whose name and email the commit carries: the signer's; None for git's own choice.

    Raises:
        SigningError: The passphrase was not given.
    """
    if not isinstance(sign, CommitSigner):
        return None
    sign.unlock()
    return sign.author

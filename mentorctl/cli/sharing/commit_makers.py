"""Names who made commits: by the registered key that signed each, not by git's author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.store.folder import NoProgram
from mentorctl.store.people import called
from mentorctl.trail.errors import TrailError

if TYPE_CHECKING:
    from mentorctl.cli.state import State
    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["CommitMakers"]


class CommitMakers:
    """Who made commits, by the key register as the folder has it now."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._register: Register | None = None
        from mentorctl.trail.ledger.ledger_cache import has_keys  # noqa: PLC0415 - only where commits are told

        self._with_keys = has_keys(state.root)

    def signer(self, commit: Commit) -> str:
        """The id of the person whose registered key signed a commit; empty for nobody."""
        from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, verify_commit  # noqa: PLC0415 - brings cryptography

        if not self._with_keys:
            return ""
        try:
            key = verify_commit(commit.raw)
            if self._register is None:
                self._register = self._book().register
        except (BadSignature, TrailError):
            return ""
        return self._register.person(fingerprint(key)) if key else ""

    def told(self, commit: Commit) -> str:
        """Their name; git's author where no registered key signed, said to be unsigned."""
        person = self.signer(commit)
        if not person:
            author = commit.author.name
            return f"{author}, not signed" if self._with_keys else author
        from mentorctl.reports.provenance import rightly_named  # noqa: PLC0415 - as above

        try:
            return called(rightly_named(self._state.folder, self._book()), person)
        except NoProgram:
            return person

    def _book(self) -> Ledger:
        from mentorctl.cli.signing.identity import ledger  # noqa: PLC0415 - as above

        return ledger(self._state)

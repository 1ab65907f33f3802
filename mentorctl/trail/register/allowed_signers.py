"""The key register as OpenSSH and git read it: `.mentorctl/allowed_signers`.

With it, plain `git log --show-signature` and `ssh-keygen -Y verify` name the person behind each
signature (ssh-keygen(1), ALLOWED SIGNERS).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.ids import is_id
from mentorctl.model.signature import NAMESPACE
from mentorctl.trail.ssh.sshsig import GIT_NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.trail.register.key_register import KeySpan

__all__ = ["allowed_signers"]

_HEAD = "# Written by mentorctl from the keys in people/; changes by hand are lost.\n"
_DAY = dt.timedelta(days=1)


def allowed_signers(spans: Mapping[str, KeySpan]) -> str:
    """The file's text: one line for each key, with its person's id as the only principal.

    A key counts from the day before it was registered, because OpenSSH counts days where the
    reader is, and theirs may have begun later than the program's.

    Args:
        spans: Every key that was ever registered, by fingerprint.
    """
    kept = [span for span in spans.values() if is_id(span.person)]
    return _HEAD + "".join(f"{_line(span)}\n" for span in sorted(kept, key=_order))


def _line(span: KeySpan) -> str:
    options = [f'namespaces="{GIT_NAMESPACE},{NAMESPACE}"']
    if span.added > dt.date.min:
        options.append(f'valid-after="{span.added - _DAY:%Y%m%d}"')
    if span.revoked is not None:
        options.append(f'valid-before="{span.revoked:%Y%m%d}"')
    return f"{span.person} {','.join(options)} {span.public}"


def _order(span: KeySpan) -> tuple[str, dt.date, str]:
    return span.person, span.added, span.public

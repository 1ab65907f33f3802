"""Spoilt signatures, commits, trees and seals: none counts, and none does any harm."""

from __future__ import annotations

import contextlib

import pytest
from support.keys import SecurityKey, key_of, private_of
from support.mangling import CORPUS, fuzzed

from mentorctl.trail.git import objects
from mentorctl.trail.git.objects import CorruptObject
from mentorctl.trail.ledger.receptions import _noted
from mentorctl.trail.ssh.public_keys import BadKey, parse_public, public_of_private
from mentorctl.trail.ssh.sshsig import (
    BadSignature,
    armoured,
    fingerprint,
    signed_part,
    text_to_sign,
    verify,
    verify_commit,
)
from mentorctl.vault.errors import SealError
from mentorctl.vault.packs import opened_packs

TEO = key_of("teo-lindqvist")
TEXT = b"what was signed\n"
SECURITY = SecurityKey.make()
OF_SECURITY = armoured(SECURITY.blob, "mentorctl", SECURITY.sign(text_to_sign(TEXT, "mentorctl")))
SIGNATURES = [TEO.sign(TEXT, "mentorctl").encode(), OF_SECURITY.encode()]

_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_WHO = "Teo <teo@example.org> 1790000000 -0600"
_HEAD = f"tree {_TREE}\nparent {'1' * 40}\nparent {'2' * 40}\nauthor {_WHO}\ncommitter {_WHO}\n"
_NOTE = f"came in\n\nrefs/heads/main {'1' * 40} {'2' * 40}\n"
UNSIGNED = [f"{_HEAD}\n{said}".encode() for said in ("merged\n", _NOTE)]
UNSIGNED.append(f"{_HEAD}encoding ISO-8859-1\n\nmerged\n".encode())
COMMITS = [TEO.sign_commit(each) for each in UNSIGNED]
TREE = b"".join(
    b"%b %b\0" % (mode, name) + bytes(range(20))
    for mode, name in ((b"100644", b"program.yaml"), (b"40000", b"people"), (b"120000", b"way"))
)
KEYS = [TEO.public_line("teo").encode(), TEO.private_openssh().encode()]
SEALED = [path.read_bytes() for path in sorted(CORPUS.joinpath("sealed").glob("*"))]


@fuzzed("sshsig", SIGNATURES)
def test_a_spoilt_signature_is_that_of_nobody_else(data: bytes) -> None:
    with contextlib.suppress(BadSignature):
        key = verify(TEXT, data.decode("utf-8", "replace"), "mentorctl")
        assert key.blob in (TEO.public.blob, SECURITY.blob)
    with pytest.raises(BadSignature):
        verify(TEXT + b" ", data.decode("utf-8", "replace"), "mentorctl")


@fuzzed("key", KEYS)
def test_a_spoilt_key_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(BadKey):
        parse_public(data.decode("utf-8", "replace"))
    with contextlib.suppress(BadKey):
        public_of_private(data)


@fuzzed("commit", [*COMMITS, *UNSIGNED])
def test_a_spoilt_commit_proves_nobody(data: bytes) -> None:
    found = None
    with contextlib.suppress(CorruptObject):
        found = objects.parse_commit("1" * 40, data)
        _noted(found)
        assert found.committer.when
    with contextlib.suppress(CorruptObject):
        assert found is None or objects.links("1" * 40, data) == (found.tree, found.parents)
    with contextlib.suppress(BadSignature):
        key = verify_commit(data)
        part = signed_part(data)
        if key is not None and part is not None:
            assert fingerprint(key) == fingerprint(TEO.public)
            assert part[0] in UNSIGNED


@fuzzed("tree", [TREE])
def test_a_spoilt_tree_is_read_whole_or_refused(data: bytes) -> None:
    with contextlib.suppress(CorruptObject):
        found = objects._entries("1" * 40, data)  # noqa: SLF001 - what git gives, without a git
        assert len({*found}) == data.count(b"\0") or len(data) >= 21 * len(found)
        assert "" not in found


@fuzzed("sealed", SEALED)
def test_what_is_sealed_and_spoilt_is_an_error_message(data: bytes) -> None:
    found = opened_packs([("a", data)], private_of("teo-lindqvist"))
    for message, _ in found.messages:
        for each in message.documents:
            with contextlib.suppress(SealError):
                assert each.document.by

"""Sealing: only the keys that it is for open it, and nothing else does."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.keys import SecurityKey, key_of, lay_key, needs_openssh, private_of

from mentorctl.trail.ssh.openssh import SigningError
from mentorctl.trail.ssh.private_keys import PrivateKey, private_key
from mentorctl.trail.ssh.public_keys import PublicKey, parse_public
from mentorctl.vault.age_sealing import open_sealed, seal, seal_unnamed
from mentorctl.vault.errors import NotForThisKey, SealError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "what was said behind a closed door — été".encode()
MAX_PADDING = 64
# once, as its bytes are others each time
SEALED = seal_unnamed(TEXT, [key_of("ana").public])


def _never(_prompt: str) -> str:
    raise AssertionError


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], PrivateKey]:
    place = tmp_path_factory.mktemp("keys")
    return lambda person: private_key(lay_key(place, person), _never)


@pytest.mark.parametrize("sealing", [seal, seal_unnamed])
def test_each_recipient_opens_it_and_nobody_else(
    sealing: Callable[[bytes, list[PublicKey]], bytes | str], key: Callable[[str], PrivateKey]
) -> None:
    sealed = sealing(TEXT, [key_of("ana").public, key_of("ben").public])
    assert open_sealed(sealed, key("ana")) == TEXT
    assert open_sealed(sealed, key("ben")) == TEXT
    with pytest.raises(NotForThisKey):
        open_sealed(sealed, key("cleo"))


@given(person=st.text(min_size=1), content=st.binary())
@settings(max_examples=60, deadline=None)
def test_every_key_opens_what_is_sealed_for_it(person: str, content: bytes) -> None:
    soft = key_of(person)
    assert open_sealed(seal_unnamed(content, [soft.public]), private_of(person)) == content


def test_how_many_and_which_keys_does_not_show() -> None:
    people = [key_of(name).public for name in ("ana", "ben", "cleo", "dev")]
    lengths = {len(seal_unnamed(TEXT, people[:count])) for count in range(1, 5)}
    # age itself adds a stanza of random length, so that nobody relies on there being none
    assert max(lengths) - min(lengths) < 4 * MAX_PADDING
    for sealed in (seal_unnamed(TEXT, people[:1]), seal_unnamed(TEXT, people)):
        assert sealed.count(b"-> X25519 ") == 4
        assert b"ssh-ed25519" not in sealed


@pytest.mark.parametrize("sealing", [seal, seal_unnamed])
def test_nobody_is_no_recipient(sealing: Callable[[bytes, list[PublicKey]], object]) -> None:
    with pytest.raises(SealError, match="nobody could open it"):
        sealing(TEXT, [])


def test_a_key_that_only_signs_is_refused() -> None:
    device = SecurityKey.make()
    public = PublicKey("sk-ssh-ed25519@openssh.com", device.blob)
    with pytest.raises(SealError, match="opens nothing"):
        seal(TEXT, [public])


def test_every_byte_counts(key: Callable[[str], PrivateKey]) -> None:
    mine, sealed = key("ana"), seal_unnamed(b"short", [key_of("ana").public])
    # of each byte one, which is another one each time: every bit takes eight times as long
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1 << place % 8
        with pytest.raises(SealError):
            open_sealed(bytes(altered), mine)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_cut_and_pasted_it_is_refused(data: st.DataObject) -> None:
    mine = private_of("ana")
    start = data.draw(st.integers(0, len(SEALED)))
    end = data.draw(st.integers(start, len(SEALED)))
    altered = SEALED[:start] + data.draw(st.binary(max_size=40)) + SEALED[end:]
    if altered != SEALED:
        with pytest.raises(SealError):
            open_sealed(altered, mine)


def test_no_more_keys_than_can_be_tried_in_a_moment(key: Callable[[str], PrivateKey]) -> None:
    crowd = [key_of(f"somebody {each}").public for each in range(64)]
    for sealed in (seal(TEXT, [*crowd[:63], key_of("ana").public]), seal_unnamed(TEXT, crowd)):
        with contextlib.suppress(NotForThisKey):
            assert open_sealed(sealed, key("ana")) == TEXT
    for sealing in (seal, seal_unnamed):
        with pytest.raises(SealError, match="for 65 keys, and 64 are the most"):
            sealing(TEXT, [*crowd, key_of("ana").public])
    many = [pyrage.x25519.Identity.generate().to_public() for _ in range(1500)]
    for armored in (False, True):
        with pytest.raises(SealError, match="for more than 64 keys"):
            open_sealed(pyrage.encrypt(TEXT, many, armored=armored), key("ana"))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_anything_else_is_refused(content: bytes) -> None:
    mine = private_of("ana")
    for begun in (b"", b"age-encryption.org/v1\n"):
        with pytest.raises(SealError):
            open_sealed(begun + content, mine)


class Panic(BaseException):
    """As what goes wrong in Rust arrives here."""


@pytest.mark.parametrize("fault", [ImportError, Panic, ValueError, MemoryError])
@pytest.mark.parametrize("does", [
    lambda: seal(TEXT, [key_of("ana").public]),
    lambda: seal_unnamed(TEXT, [key_of("ana").public]),
    lambda: open_sealed(SEALED, private_of("ana")),
])  # fmt: skip
def test_whatever_goes_wrong_in_the_library_is_told(
    does: Callable[[], object], fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise fault

    if fault is ImportError:
        monkeypatch.setitem(sys.modules, "pyrage", None)
    else:
        for name in ("encrypt", "decrypt"):
            monkeypatch.setattr(pyrage, name, failing)
    with pytest.raises(SealError, match="the sealing library did not do it") as told:
        does()
    assert "pip install --force-reinstall pyrage" in told.value.hint


def test_who_stops_it_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pyrage, "encrypt", stopped)
    with pytest.raises(KeyboardInterrupt):
        seal(TEXT, [key_of("ana").public])


@needs_openssh
class TestPassphrase:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "key"
        words = ("-q", "-t", "ed25519", "-a", "1", "-N", "open sesame", "-f", str(path))
        subprocess.run([shutil.which("ssh-keygen") or "", *words], check=True)
        return path

    def test_the_key_is_opened_in_memory(self, path: Path) -> None:
        before = path.read_bytes()
        sealed = seal(TEXT, [parse_public(path.with_suffix(".pub").read_text())])
        assert open_sealed(sealed, private_key(path, lambda _: "open sesame")) == TEXT
        assert path.read_bytes() == before
        assert sorted(each.name for each in path.parent.iterdir()) == ["key", "key.pub"]

    def test_it_is_asked_for_again(self, path: Path) -> None:
        words = iter(["open barley", "open sesame"])
        assert private_key(path.with_suffix(".pub"), lambda _: next(words)).seed

    def test_another_one_is_refused(self, path: Path) -> None:
        with pytest.raises(SigningError, match="passphrase"):
            private_key(path, lambda _: "open barley")


@needs_openssh
@pytest.mark.parametrize("kind", ["ecdsa", "rsa"])
def test_a_private_key_of_another_kind_opens_nothing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "key"
    words = ("-q", "-t", kind, *(("-b", "2048") if kind == "rsa" else ()), "-N", "", "-f", path)
    subprocess.run([shutil.which("ssh-keygen") or "", *words], check=True)
    with pytest.raises(SigningError, match="opens nothing"):
        private_key(path, _never)


def test_a_private_key_shows_nowhere(key: Callable[[str], PrivateKey]) -> None:
    mine = key("ana")
    assert repr(mine.seed) not in repr(mine)
    assert "PRIVATE" not in repr(mine)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with pytest.raises(SigningError, match="cannot be read"):
        private_key(path, _never)
    path.write_text("no key")
    with pytest.raises(SigningError, match="can open anything"):
        private_key(path, _never)

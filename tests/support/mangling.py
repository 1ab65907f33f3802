"""Spoils good files at random, for the fuzz tests, and keeps what was found that way."""

from __future__ import annotations

import hashlib
import os
import random
import time
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["fuzzed", "mangle"]

CORPUS = Path(__file__).parent.parent / "fuzz/corpus"
SECONDS = 5
# set by tests/search.py
SEARCHING = "MENTORCTL_SEARCH"
_ODD = (
    b"", b"\n", b"\r\n", b"\t", b" ", b"\0", b"\xff", b"\xc3", b"\xe2\x80\xa8", b"\xef\xbb\xbf",
    b"-1", b"0", b"9" * 30, b"1e400", b"~", b"null", b"[", b"{", b"'", b'"', b"&a ", b"*a",
    b"!!int ", b"|", b"# ", b"---\n", b": ", b"- ", b"<<: ", b"%", b"2026-13-40",
    b"\xf0\x9f\x98\x80", b"\\", b",", b";",
)  # fmt: skip


def fuzzed(
    target: str, seeds: Sequence[bytes], odd: Sequence[bytes] = (), most: int = 2_000
) -> Callable[[Callable[[bytes], None]], Callable[[], None]]:
    """Have a test tried with seeds and with what was found once; in a search, with spoilt ones.

    The test is given bytes, and must be done with them soon. What fails is kept in
    `tests/fuzz/corpus/TARGET/`, where each run tries it. `tests/search.py` searches.

    Args:
        target: What is tried.
        seeds: What is spoilt.
        odd: What to put in, beside what is odd anywhere.
        most: How many are tried in a search.
    """
    kept = [path.read_bytes() for path in sorted(CORPUS.joinpath(target).glob("*"))]

    def decorate(test: Callable[[bytes], None]) -> Callable[[], None]:
        @wraps(test)
        def tried(data: bytes) -> None:
            begun = time.process_time()
            try:
                test(data)
                assert time.process_time() - begun < SECONDS, "it takes too long"
            except BaseException:
                if SEARCHING in os.environ:
                    _keep(target, data)
                raise

        spoilt = st.builds(
            mangle,
            st.randoms(use_true_random=False),
            st.just((*seeds, *kept)),
            st.just((*_ODD, *odd)),
        )
        phases = (Phase.explicit, Phase.generate) if SEARCHING in os.environ else (Phase.explicit,)
        found = settings(max_examples=most, phases=phases, deadline=None)(given(spoilt)(tried))
        for data in (*seeds, *kept):
            found = example(data)(found)
        return found

    return decorate


def _keep(target: str, data: bytes) -> None:
    place = CORPUS / target
    place.mkdir(parents=True, exist_ok=True)
    place.joinpath(hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)


def mangle(chance: random.Random, seeds: Sequence[bytes], odd: Sequence[bytes]) -> bytes:
    """One of some files, spoilt in one to eight places."""
    own = random.Random(chance.getrandbits(64))  # noqa: S311 - no secret
    data = own.choice(seeds)
    for _ in range(own.choice((1, 1, 2, 3, 5, 8))):
        start = own.randrange(len(data) + 1)
        end = min(len(data), start + own.choice((0, 0, 1, 1, 2, 4, 16, 64)))
        other = own.choice(seeds)
        place = own.randrange(len(other) + 1)
        new = own.choice((
            own.choice(odd), own.choice(odd), own.randbytes(own.randrange(1, 4)), b"",
            data[start:end] * 2, other[place : place + own.choice((1, 4, 16, 64, 256))],
        ))  # fmt: skip
        data = data[:start] + new + data[end:]
    return data

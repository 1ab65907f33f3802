from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from mentorctl.cli.sharing.conflicts import told_apart

TEXTS = st.text(alphabet="ab c", max_size=600)


@given(TEXTS, TEXTS, TEXTS)
@example("x" * 500, "one", "two")
@example("x" * 500, "", "two")
@example("", "x" * 500, "x" * 500)
def test_what_differs_is_seen_however_long_two_texts_are(start: str, one: str, two: str) -> None:
    ours, theirs = f"{start}{one}", f"{start}{two}"
    shown = told_apart(ours, theirs)
    assert (shown[0] != shown[1]) == (ours != theirs)
    assert all(len(each) <= 202 for each in shown)
    if max(len(ours), len(theirs)) <= 200:
        assert shown == (ours, theirs)

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorctl.render.free_text import to_html

TAG = re.compile(r"</?(?:p|br|a)(?: href=\"[^\"]*\")?(?: /)?>")
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=400
) | st.lists(
    st.sampled_from(
        ["2*3*4", "**", "__a__", "7. ", "12) ", "- ", "\n", "\n\n", " ", "http://x.example/a_b*c",
         "mailto:a@b.example", "(https://x.example).", "<b>", "&amp;", "`x`", "[a](b)", "\\*", "é"]
    )
).map("".join)  # fmt: skip


def plain(made: str) -> str:
    """What a reader sees, without blanks."""
    return "".join(html.unescape(TAG.sub("", made)).split())


@given(TEXTS)
def test_every_character_is_there_in_its_order(text: str) -> None:
    made = str(to_html(text))

    assert "<" not in TAG.sub("", made)
    assert plain(made) == "".join(text.split())


@given(TEXTS, st.sampled_from(["What:", "<b>What</b> & why"]))
def test_a_label_stands_before_it(text: str, label: str) -> None:
    made = plain(str(to_html(text, label)))

    assert made == "".join((label + text).split())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Budget is 2*3*4 = 24.", "<p>Budget is 2*3*4 = 24.</p>"),
        ("7. Plan\n12. Committee", "<p>7. Plan<br />\n12. Committee</p>"),
        ("one\n\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("", ""),
        (
            "see https://x.example/a?b=1&c=2.",
            '<p>see <a href="https://x.example/a?b=1&amp;c=2">https://x.example/a?b=1&amp;c=2</a>.</p>',
        ),
        ("javascript:alert(1) file:///etc/passwd", "<p>javascript:alert(1) file:///etc/passwd</p>"),
    ],
)
def test_what_is_recognised(text: str, made: str) -> None:
    assert str(to_html(text)) == made

"""A draft has one address and the headers that it should, whatever names and subjects hold."""

from __future__ import annotations

import email
from email import policy
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentorctl.model.look import Look
from mentorctl.outgoing.mail_file import eml, is_address, mailto
from mentorctl.outgoing.message_parts import MessageParts, message_parts

PARTS = MessageParts("Due", "Text\n", "<p>Text</p>")
PIECES = st.sampled_from([
    "\n", "\r\n", "\r", "Bcc: eve@evil.example", "<eve@evil.example>", "=", "+", "@", "\u202e",
    "\u2028", "\x1b[31m", "::error::", "<b>", "</p><script>", "&amp;", "é", "李", "👩🏽‍🏫", "\x00",
    ",", ";", "\\", '"', " ", "(", ")", "a" * 80, "\x85", "\x0b", "=?utf-8?q?x?=",
])  # fmt: skip
texts = st.lists(PIECES, max_size=12).map("".join)


# a long name in quotes lost them where its line was broken, and became an address
@example("<eve@evil.example>" + "a" * 80)
@example("Whitfield, Marcus " * 9)
@given(texts)
def test_a_name_stays_a_name(name: str) -> None:
    parts = message_parts("<h1>x</h1><p>y</p>", Look().colours)
    mail = email.message_from_bytes(eml(name, "a@x.example", parts, "i@x", ()),
                                    policy=policy.default)  # fmt: skip
    assert not mail.defects
    assert sorted(mail.keys()) == [
        "Content-Type", "MIME-Version", "Message-ID", "Subject", "To", "X-Unsent",
    ]  # fmt: skip
    (to,) = mail["To"].addresses
    assert to.addr_spec == "a@x.example"
    assert not set(to.display_name) & set("\u202e\u2028\x1b\x00\x85\x0b\r\n")


@given(texts)
def test_a_subject_stays_one_line_and_the_text_says_what_the_page_says(text: str) -> None:
    from html import escape

    parts = message_parts(f"<h1>S {escape(text)}</h1><p>{escape(text)}</p>", Look().colours)
    mail = email.message_from_bytes(eml("A", "a@x.example", parts, "i@x", ()),
                                    policy=policy.default)  # fmt: skip
    assert "Bcc" not in mail
    assert str(mail["Subject"]).startswith("S")
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert "<script" not in html.get_content()
    assert "<b>" not in html.get_content()
    if "<b>" in text:
        assert "<b>" in plain.get_content().replace("\n", "")
    query = parse_qs(urlsplit(mailto("a@x.example", parts)).query, keep_blank_values=True)
    assert set(query) == {"subject", "body"}


@pytest.mark.parametrize("address", ["ana.ruiz+m@x.example", "o'neil@a-b.example"])
def test_usual_addresses_are_taken(address: str) -> None:
    assert is_address(address)
    mail = email.message_from_bytes(eml("A", address, PARTS, "i@x", ()), policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == address


@pytest.mark.parametrize("address", [
    "a..b@x.example", "(a)@x.example", "é@x.example", "a@x", "a@x.example\nBcc: e@x.example",
    "]^@x.example", "<a@x.example>", "a@x.example,b@x.example",
])  # fmt: skip
def test_others_are_not(address: str) -> None:
    assert not is_address(address)

"""Templates, pictures and links of a program's folder that want more than to be printed."""

from __future__ import annotations

import base64
import html
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from render import houses
from render.people import CONTEXT

from mentorctl.model.look import Logo, Look
from mentorctl.render import images, pages, sandbox
from mentorctl.render.errors import RenderError
from mentorctl.render.program_templates import TOOLKIT, house_of
from mentorctl.render.sanitize import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(__file__).parents[2] / "templates/forms"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


class Listener:
    """A server that nobody may ask anything."""

    def __init__(self) -> None:
        asked: list[str] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self.asked = asked
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.server.shutdown()
    listening.server.server_close()


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)


def test_a_program_s_own_form_goes_before_the_toolkit_s(tmp_path: Path) -> None:
    text = houses.page(tmp_path, {"plan.html": "<h1>Ours</h1><p>{{ mentee_name }}</p>"})
    assert "<h1>Ours</h1>" in text
    assert "Amara O’Kafor-Núñez" in text
    assert "Contact Information" not in text


def test_its_own_parts_change_the_toolkit_s_forms(tmp_path: Path) -> None:
    parts = (SHIPPED / "parts.html").read_text("utf-8")
    own = parts.replace('<span class="label">', '<span class="label ours">')
    text = houses.page(tmp_path, {"parts.html": own})
    assert 'class="label ours"' in text
    assert "Contact Information" in text


def test_a_form_that_is_the_same_comes_out_the_same(tmp_path: Path) -> None:
    """What is taken out of a program's templates is nothing that the toolkit's own forms need."""
    own = houses.page(tmp_path, {"plan.html": (SHIPPED / "plan.html").read_text("utf-8")})
    ours = pages.page(houses.document(), CONTEXT, TOOLKIT)
    assert html.unescape(own).split() == html.unescape(ours).split()


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<h1>A</h1>\n<p>\n{{ mente.name }}", r"templates/plan\.html:3: nothing is called mente "),
        ("<h1>A</h1>\n{{ mentee.nam }}", r"templates/plan\.html:2: nothing is called nam there"),
        ("\n\n{% if %}", r"templates/plan\.html:3: "),
        ("{% for a in b %}", r"templates/plan\.html:1: "),
        ("\n{% include 'gone.html' %}", r"templates/plan\.html:2: there is no template gone\.html"),
        ("\n{{ 1 / 0 }}", r"templates/plan\.html:2: division by zero"),
        (
            "\n{% from 'own.html' import m %}\n{{ m() }}",
            r"templates/own\.html:2: nothing is called",
        ),
    ],
)
def test_a_broken_template_is_named_with_its_line(template: str, said: str, tmp_path: Path) -> None:
    own = "{% macro m() %}\n{{ nobody }}{% endmacro %}"
    with pytest.raises(RenderError, match=said) as caught:
        houses.page(tmp_path, {"plan.html": template, "own.html": own})
    assert "templates/" in caught.value.hint


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ mentee_name.format.__globals__ }}",
        "{{ '{0.__class__}'.format(mentee_name) }}",
        "{% include '../../../../etc/passwd' %}",
        "{% include '/etc/passwd' %}",
        "{{ mentee.clear() }}",
    ],
)
def test_no_way_leads_out_of_the_sandbox(template: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"templates/plan\.html:1"):
        houses.page(tmp_path, {"plan.html": template})


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("short_patience")
@pytest.mark.parametrize(
    "template",
    [
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' * 9999999999 }}",
        "{{ ('x' * 99999) * 99999 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '%*d' % (9999999999, 1) }}",
        "{{ '{:9999999999}'.format(1) }}",
        "{{ 'x' | center(9999999999) }}",
        "{% for a in range(999999999) %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x='x') %}{% for a in range(60) %}{% set n.x = n.x~n.x %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'plan.html' %}",
    ],
)
def test_what_has_no_end_is_ended(template: str, tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(RenderError) as caught:
        houses.page(tmp_path, {"plan.html": template})
    assert time.monotonic() - begun < 10
    assert "templates" in caught.value.message


HOSTILE = """\
<h1>Plan</h1></section></main><script src="{url}/script"></script><script>fetch("{url}/x")</script>
<img src="{url}/image" onerror="fetch('{url}/error')"><iframe src="{url}/frame"></iframe>
<link rel="stylesheet" href="{url}/link"><style>@import url("{url}/import");</style>
<p style="background: url({url}/background)" onclick="fetch('{url}/click')">text</p>
<meta http-equiv="refresh" content="0; url={url}/refresh"><base href="{url}/">
<object data="{url}/object"></object><embed src="{url}/embed"><video src="{url}/video" autoplay>
</video><svg onload="fetch('{url}/svg')"><image href="{url}/svg-image"/></svg>
<form action="{url}/form"><input autofocus onfocus="fetch('{url}/focus')"></form>
<a href="javascript:fetch('{url}/link')">go</a><a href="file:///etc/passwd">file</a>
<section class="sheet running" data-left="forged">twice</section><!-- <script> --><plaintext>
"""


def test_nothing_of_a_template_runs_or_loads(tmp_path: Path, listener: Listener) -> None:
    text = houses.page(tmp_path, {"plan.html": HOSTILE.replace("{url}", listener.url)})
    body = text.partition("<body>")[2]
    assert listener.url not in text
    for word in (
        "<script",
        "<iframe",
        "<meta",
        "<link",
        "<base",
        "<object",
        "<form",
        "<svg",
        " on",
    ):
        assert not re.search(rf"<[^>]*{word.strip('<')}[^>]*>" if word == " on" else word, body)
    assert body.count("<section") == body.count("</section") == 1
    assert "forged" not in text
    assert "javascript:" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_browser_asks_nobody_anything(tmp_path: Path, listener: Listener) -> None:
    """The same page with the templates' own cleaning left out: the page's policy holds alone."""
    text = pages.page(houses.document(), CONTEXT)
    hostile = HOSTILE.replace("{url}", listener.url)
    hostile = re.sub(r"<meta[^>]*>|</section></main>|<plaintext>", "", hostile)
    page = tmp_path / "page.html"
    page.write_text(text.replace("<h1>", f"{hostile}<h1>", 1), encoding="utf-8")
    assert CHROMIUM is not None
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={tmp_path / 'browser'}", f"--screenshot={tmp_path / 'x.png'}",
         "--virtual-time-budget=2000", page.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert (tmp_path / "x.png").stat().st_size > 0
    assert listener.asked == []


def test_what_a_form_is_made_of_comes_through_clean() -> None:
    page = (
        '<h1 class="a">T</h1><table class="dense"><colgroup><col style="width: 20%"></colgroup>'
        '<thead><tr><th scope="col" colspan="2">A &amp; B</th></tr></thead></table>'
        '<p dir="rtl" lang="ar">x<br>y <a href="https://a.example/?b=1&amp;c">c</a></p>'
    )
    assert clean(page) == page


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>a<b>c", "<p>a<b>c</b></p>"),
        ("</section></div>x", "x"),
        ("<script>1</script>2", "2"),
        ("<SCRIPT>1</SCRIPT >2", "2"),
        ("<p/onclick=x>a</p>", "<p>a</p>"),
        ('<col style="width: 1%; background: url(x)">', "<col>"),
        ('<div class="sheet dense">a</div>', '<div class="dense">a</div>'),
        ("<svg><script>x</script></svg>y", "y"),
        ("&lt;script&gt;", "&lt;script&gt;"),
    ],
)
def test_all_else_is_taken_away(page: str, left: str) -> None:
    assert clean(page) == left


@pytest.mark.parametrize(
    "drawing",
    [
        "<script>1</script>",
        '<image href="http://127.0.0.1/x.png"/>',
        '<image xlink:href="file:///etc/passwd" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<rect onload="x()"/>',
        "<foreignObject><p/></foreignObject>",
        "<style>@import 'x.css';</style>",
        "<style>rect { fill: url(http://127.0.0.1/) }</style>",
        '<rect style="fill: url(//127.0.0.1/x)"/>',
        '<a href="javascript:x()"><rect/></a>',
        '<use href="other.svg#a"/>',
    ],
)
def test_a_drawing_is_nothing_but_a_drawing(drawing: str, tmp_path: Path) -> None:
    svg = houses.SVG.replace("</svg>", f"{drawing}</svg>")
    look = Look(logo=Logo(file="logo.svg", alt="Seal"))
    with pytest.raises(RenderError, match=r"templates/logo\.svg"):
        houses.house(tmp_path, {"logo.svg": svg}, look)


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        '<?xml version="1.0"?><svg/>'.encode("utf-16"),
        b"<html/>",
        b"<svg",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes, tmp_path: Path) -> None:
    look = Look(logo=Logo(file="logo.svg", alt="Seal"))
    with pytest.raises(RenderError, match=r"templates/logo\.svg"):
        houses.house(tmp_path, {"logo.svg": content}, look)


def test_a_picture_too_large_to_unpack_is_refused(tmp_path: Path) -> None:
    picture = bytearray(houses.png())
    picture[16:24] = b"\x00\x01\x00\x00\x00\x01\x00\x00"
    look = Look(logo=Logo(file="logo.png", alt="Seal"))
    with pytest.raises(RenderError, match="65536 by 65536 dots"):
        houses.house(tmp_path, {"logo.png": bytes(picture)}, look)


BOX = 'width="100" height="100" viewBox="0 0 100 100"'
ABSURD = {
    "wide": ('width="1000000" height="1"', '<rect width="9" height="9"/>'),
    "a filter": (BOX, ('<filter id="f" filterUnits="userSpaceOnUse" width="30000" height="30000">'
                 '<feTurbulence baseFrequency="0.01" numOctaves="9999"/></filter>'
                 '<rect width="9" height="9" filter="url(#f)"/>')),
    "copies of copies": (BOX, '<g id="a0"><rect width="1" height="1"/></g>' + "".join(
        f'<g id="a{each}">{f"""<use href="#a{each - 1}"/>""" * 9}</g>' for each in range(1, 12)
    )),
    "a pattern": (BOX, ('<pattern id="p" width="9e5" height="9e5" patternUnits="userSpaceOnUse">'
                  '<rect width="1" height="1"/></pattern>'
                  '<rect width="999999" height="999999" fill="url(#p)"/>')),
    "drawings in drawings": (BOX, '<svg width="999999" height="999999" viewBox="0 0 1e-5 1e-5">'
                             * 20 + '<rect width="9" height="9"/>' + "</svg>" * 20),
}  # fmt: skip


@pytest.mark.one_in(2)
@pytest.mark.skipif(sys.platform == "win32", reason="nothing bounds memory there")
@pytest.mark.parametrize("absurd", ABSURD)
def test_a_drawing_that_takes_too_much_is_refused_where_it_harms_nobody(
    absurd: str, tmp_path: Path
) -> None:
    size, drawing = ABSURD[absurd]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing}</svg>'
    look = Look(logo=Logo(file="logo.svg", alt="Seal"))
    with pytest.raises(RenderError, match=r"templates/logo\.svg cannot be drawn, or takes more"):
        houses.house(tmp_path, {"logo.svg": svg}, look)
    picture = base64.b64encode(svg.encode()).decode()
    with pytest.raises(RenderError, match="a picture in the form"):
        images.part(f'<img src="data:image/svg+xml;base64,{picture}">')


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_no_link_is_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "plan.html").write_text("the secret")
    root = houses.program(tmp_path / "a", {"comment.html": "ours"})
    (root / "templates/plan.html").symlink_to(secret / "plan.html")
    (root / "templates/notices").symlink_to(secret)
    assert list(house_of(root, None).templates) == ["comment.html"]
    other = tmp_path / "b"
    other.mkdir()
    (other / "templates").symlink_to(secret)
    assert house_of(other, None) == TOOLKIT


def test_only_what_forms_need_is_read(tmp_path: Path) -> None:
    files = {"plan.html": "a", "base.css": "b", "deep/plan.html": "c", "notices/own/n.html": "d",
             "look.yaml": "paper: a4"}  # fmt: skip
    assert list(houses.house(tmp_path, dict(files)).templates) == [
        "notices/own/n.html",
        "plan.html",
    ]


def test_a_template_too_large_is_named(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"templates/plan\.html is larger than 1 MiB"):
        houses.house(tmp_path, {"plan.html": "x" * (1 << 20) + "x"})


def test_a_template_that_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"templates/plan\.html:2: this is not UTF-8"):
        houses.house(tmp_path, {"plan.html": b"a\n\xff"})


def test_the_folder_it_is_run_in_lends_no_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentinel = tmp_path / "touched"
    for name in ("jinja2.py", "json.py", "msgspec.py"):
        (tmp_path / name).write_text(f"open({str(sentinel)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    assert "Ours" in houses.page(tmp_path, {"plan.html": "<h1>Ours</h1>"})
    assert not sentinel.exists()


def test_many_documents_take_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    run = subprocess.run

    def counted(*words: Any, **options: Any) -> Any:
        started.append(words)
        return run(*words, **options)

    monkeypatch.setattr(subprocess, "run", counted)
    house = houses.house(tmp_path, {"plan.html": "<h1>{{ mentee_name }}</h1>"})
    made = pages.pages([houses.document()] * 20, CONTEXT, house)
    assert len(made) == 20
    assert all(isinstance(each, str) for each in made)
    assert len(started) == 1


def test_one_broken_document_leaves_the_others(tmp_path: Path) -> None:
    house = houses.house(tmp_path, {"plan.html": "{{ nobody }}"})
    made = pages.pages([houses.document("plan"), houses.document("comment")], CONTEXT, house)
    assert isinstance(made[0], RenderError)
    assert isinstance(made[1], str)

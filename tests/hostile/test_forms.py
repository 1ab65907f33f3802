"""Forms show what stands in records and templates, whatever it is, and do nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from itertools import count, cycle
from typing import TYPE_CHECKING, Any

import msgspec
import pypdf
import pytest
from hostile.forms import OVERLONG, TEXTS, WEIGHTS
from render import houses, sheets
from render.every import context_of
from render.people import CONTEXT, DRAFT, TEAM, with_text
from render.sample_year import OKSANA, sample_team, squeezed, words_of
from render.test_program_templates import Listener, listener
from support.completed import entry, listed
from support.pdf import page_texts
from support.rendered import render
from support.teams import having
from templates.test_every_form import first_difference, spoken

from mentorctl.forms import FormContext, FormDocument, form_named
from mentorctl.model.payments import Payments, Rate
from mentorctl.render import FORMATS, RenderError
from mentorctl.render.batch import produce
from mentorctl.render.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

__all__ = ["listener"]

WORDS = "what-nobody-may-read"
LONGEST = 20.0
MOST_MEMORY = 1_500  # MiB
FIELDS = re.compile(r" (PAGE|NUMPAGES|PAGEREF sheet-\d+ \\h) ")
OUTSIDE = re.compile(
    r'Target="([^"]*)" TargetMode="External"|TargetMode="External" Target="([^"]*)"'
)
LED_TO = re.compile(r"https?://|mailto:")
RUNS = {"script", "iframe", "object", "embed", "link", "base", "form", "svg"}


class _Running(HTMLParser):
    """Looks for what would run or load in a page."""

    found: list[str]

    @classmethod
    def found_in(cls, page: str) -> list[str]:
        parser = cls()
        parser.found = []
        parser.feed(page)
        return parser.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag] * (tag in RUNS)
        self.found += [name for name, _ in attrs if name.startswith("on")]


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "secret.txt"
    path.write_text(WORDS)
    yield path
    assert path.read_text() == WORDS


def poisoned(value: Any, texts: Iterator[str]) -> Any:
    """The same with one of these texts after the other wherever somebody wrote several words."""
    if isinstance(value, str):
        return next(texts) if " " in value else value
    if isinstance(value, msgspec.Struct):
        fields = {each: poisoned(getattr(value, each), texts) for each in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    if isinstance(value, dict):
        return {key: poisoned(each, texts) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(poisoned(each, texts) for each in value)
    return value


def documents(given: Sequence[str]) -> tuple[list[FormDocument], FormContext]:
    """Every form, with each of these texts in the records and as names."""
    places = count()
    texts = (text for text, _ in zip(cycle(given), places, strict=False))
    context = context_of("draft")
    program = context.program
    program = msgspec.structs.replace(
        program,
        name=next(texts),
        agency=next(texts),
        source=next(texts),
        focal_points=poisoned(program.focal_points, texts),
        decision_points=poisoned(program.decision_points, texts),
        payments=Payments(rates=(Rate("mentor", "600", service=next(texts)),)),
    )
    team = poisoned(sample_team(OKSANA), texts)
    pair = f"{team.pairing.mentee}--{team.pairing.mentor}"
    done = entry(pair, mentee=next(texts), school=next(texts), district=next(texts))
    found = listed(done._replace(pairing=OKSANA))
    context = msgspec.structs.replace(
        context,
        program=program,
        people=poisoned(dict(context.people), texts),
        completers=lambda: found,
        teams=lambda: [team],
    )
    assert next(places) > len(given)
    packet, invoice, completers = map(form_named, ("packet", "invoice", "completers"))
    assert packet.of_pairing is not None
    assert invoice.of_pairing is not None
    assert completers.of_program is not None
    made = [*packet.of_pairing(team, context), *invoice.of_pairing(team, context)]
    return [*made, *completers.of_program(context)[:1]], context


def files(made: list[FormDocument], context: FormContext, out: Path) -> list[dict[str, Path]]:
    """Each document's files by format."""
    found = []
    for outcome in produce([Job(each, FORMATS, out) for each in made], context):
        assert outcome.error is None, outcome.error
        found.append({path.suffix[1:]: path for path in outcome.paths})
    return found


def assert_harmless(paths: dict[str, Path]) -> None:
    """Nothing in a document runs, loads, or leads anywhere but to a web page or a mailbox."""
    page = paths["html"].read_text(encoding="utf-8")
    assert page.count("Content-Security-Policy") == 1
    assert _Running.found_in(page.partition("<body>")[2]) == []
    assert all(
        re.match(r"https?://|mailto:|#sheet-", url) for url in re.findall(r'href="([^"]*)"', page)
    )
    parts = sheets.word_parts(paths["docx"])
    assert not [
        each for each in parts if re.search(r"ole|macro|vba|embed|activeX", each, re.IGNORECASE)
    ]
    for name, part in parts.items():
        text = part.decode(errors="replace")
        fields = re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", text)
        for field in (*fields, *re.findall(r'w:instr="(.*?)"', text)):
            assert FIELDS.fullmatch(field), field
        assert not re.search(r"<w:(?:altChunk|object|control|attachedTemplate)\b", text)
        if name.endswith(".rels"):
            assert all(LED_TO.match("".join(found)) for found in OUTSIDE.findall(text))
    reader = pypdf.PdfReader(paths["pdf"])
    root: Any = reader.root_object
    assert not {"/OpenAction", "/AA", "/AcroForm", "/AF"} & set(root)
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))
    for leaf in reader.pages:
        for found in leaf.get("/Annots", []):
            action = found.get_object().get("/A", {})
            assert action.get("/S", "/GoTo") in {"/URI", "/GoTo"}
            assert LED_TO.match(str(action.get("/URI", "http://")))
    for path in paths.values():
        assert WORDS.encode() not in path.read_bytes()


@pytest.mark.parametrize("is_odd", [False, True], ids=["plainly", "oddly"])
def test_what_people_write_stays_what_they_wrote(
    is_odd: bool, tmp_path: Path, secret: Path, listener: Listener
) -> None:
    groups = [each for each in TEXTS if (each == "writes oddly") == is_odd]
    texts = [
        each.format(secret=secret, url=listener.url) for group in groups for each in TEXTS[group]
    ]
    made, context = documents(texts)
    begun = _work()
    for paths in files(made, context, tmp_path / "out"):
        assert_harmless(paths)
        read = spoken(paths["pdf"])
        if not is_odd:  # some letters are in no font, and some are not set at all
            assert first_difference(paths["html"], read) == ""
            assert first_difference(paths["html"], words_of(paths["docx"])) == ""
        assert WORDS not in read
    assert _work() - begun < LONGEST
    assert listener.asked == []


@pytest.mark.parametrize("group", TEXTS)
def test_every_letter_of_it_is_on_the_page(group: str, tmp_path: Path, secret: Path) -> None:
    """As Markdown has it: only its own signs go."""
    texts = [each.format(secret=secret, url="http://127.0.0.1:9") for each in TEXTS[group]]
    (path,) = render("comment", with_text("\n\n".join(texts)), DRAFT, ["html"], tmp_path / "out")
    import html

    page = html.unescape(re.sub(r"</?(?:p|a|em|strong|br)\b[^>]*>", "", path.read_text("utf-8")))
    signs = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*_`]|!?\[([^\]]*)\](\([^)]*\))?|<(file|http)[^>]*>")
    lost = [
        text for text in texts if not signs.search(text) and squeezed(text) not in squeezed(page)
    ]
    assert lost == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_that_opens_it_asks_nobody(
    tmp_path: Path, secret: Path, listener: Listener
) -> None:
    texts = [
        each.format(secret=secret, url=listener.url)
        for group in ("reads a file", "asks a server", "runs code")
        for each in TEXTS[group]
    ]
    (path,) = render("comment", with_text("\n\n".join(texts)), DRAFT, ["docx"], tmp_path / "out")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, path], check=True, capture_output=True, timeout=120
    )
    text = "".join(page_texts(tmp_path / f"{path.stem}.pdf"))
    assert "DDEAUTO" in text
    assert WORDS not in text
    assert listener.asked == []


@pytest.mark.one_in(2)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_heavy_texts_are_made_soon(weight: str, tmp_path: Path) -> None:
    begun = _work()
    paths = render("comment", with_text(WEIGHTS[weight]), DRAFT, FORMATS, tmp_path)
    assert len(paths) == len(FORMATS)
    assert _work() - begun < LONGEST
    assert _memory() < MOST_MEMORY


def _work() -> float:
    """The seconds that the processor has worked for this process and those it has ended."""
    return sum(os.times()[:4])


def _memory() -> float:
    """The most MiB that this process, or one that it started, has had."""
    if sys.platform == "win32":
        return 0.0
    import resource

    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who) / scale


@pytest.mark.parametrize("weight", OVERLONG)
def test_an_answer_without_end_is_named_with_its_record(weight: str, tmp_path: Path) -> None:
    begun = _work()
    with pytest.raises(RenderError, match="a form holds 30,000") as caught:
        render("comment", with_text(OVERLONG[weight]), CONTEXT, FORMATS, tmp_path)
    assert f"{TEAM.folder}/experiences/1.yaml" in caught.value.message
    assert f"{len(OVERLONG[weight]):,} characters" in caught.value.message
    assert "shorten" in caught.value.hint
    assert _work() - begun < 1
    assert list(tmp_path.iterdir()) == []


def test_many_long_answers_are_too_much_together(tmp_path: Path) -> None:
    assert TEAM.plan is not None
    (first, *_) = with_text("a word " * 4_000).plan.experiences  # type: ignore[union-attr] # it has one
    planned = tuple(msgspec.structs.replace(first, slot=slot) for slot in range(1, 9))
    team = having(TEAM, plan=msgspec.structs.replace(TEAM.plan, experiences=planned))
    with pytest.raises(RenderError, match="a form holds 200,000") as caught:
        render("plan", team, CONTEXT, ["html"], tmp_path)
    assert caught.value.message.startswith(f"{TEAM.folder}/plan.yaml has ")


TEMPLATES = {
    "raw openxml": '<pre class="{=openxml}"><w:p/></pre><code class="=openxml">&lt;w:p/&gt;</code>',
    "raw typst": '<p>#read("SECRET") ]#panic()#[</p><pre class="typst">#read("SECRET")</pre>',
    "a word style": '<div custom-style="x&quot;/><w:altChunk/>" id="sheet-1">x</div>',
    "pictures": '<img src="SECRET"><img src="file://SECRET"><img src="URL/a.png" alt="a">',
    "frames": '<iframe src="SECRET"></iframe><object data="SECRET"></object><embed src="URL/b">',
    "styles": '<style>@import url("URL/c")</style><p style="background: url(URL/d)">x</p>',
    "links": '<a href="file://SECRET">a</a><a href="javascript:x()">b</a><a href="#sheet-9">c</a>',
    "entities": '<!DOCTYPE x [<!ENTITY e SYSTEM "SECRET">]><p>&e;</p>',
    "math": r'<math><mi>x</mi></math><span class="math">\input{SECRET}</span>',
    "notes": '<a epub:type="noteref" href="#n">1</a><aside epub:type="footnote" id="n">x</aside>',
    "sheets": '</section><section class="sheet" data-foot="&quot;)#panic()">x</section>',
    "a field": '<a class="page-of" href="#sheet-1 &quot; DDEAUTO">x</a><a href="#sheet-1">y</a>',
    "deep": "<div><ul><li>" * 15 + "x",
}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("case", TEMPLATES)
def test_a_programs_own_template_only_shows(
    case: str, tmp_path: Path, secret: Path, listener: Listener
) -> None:
    template = TEMPLATES[case].replace("SECRET", str(secret)).replace("URL", listener.url)
    house = houses.house(tmp_path, {"comment.html": f"<h1>Ours</h1>{template}<p>the end</p>"})
    begun = _work()
    paths = render("comment", with_text("x"), DRAFT, FORMATS, tmp_path / "out", house=house)
    assert_harmless({path.suffix[1:]: path for path in paths})
    for path in paths:
        text = words_of(path)
        assert "theend" in text
        assert WORDS not in text
    assert listener.asked == []
    assert _work() - begun < LONGEST


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("{{ ''.__class__ }}", 1),
        ('\n{% include "SECRET" %}', 2),
        ('\n{% include "../../secret.txt" %}', 2),
        ('\n\n{% import "SECRET" as x %}', 3),
        ('{% extends "SECRET" %}', 1),
        ("{{ lipsum.__globals__ }}", 1),
        ("\n{% for a in range(10**9) %}x{% endfor %}", 2),
        ("\n{{ 'x' * 10**9 }}", 2),
    ],
)
def test_a_template_that_wants_more_is_refused_with_its_line(
    template: str, line: int, tmp_path: Path, secret: Path
) -> None:
    house = houses.house(tmp_path, {"comment.html": template.replace("SECRET", str(secret))})
    with pytest.raises(RenderError, match=rf"templates/comment\.html:{line}: "):
        render("comment", with_text("x"), DRAFT, FORMATS, tmp_path / "out", house=house)


BOUNDLESS: dict[str, Callable[[], str]] = {
    "a table of a million cells": lambda: (
        "<table>{% for a in range(999) %}<tr>{% for b in range(999) %}<td>x</td>{% endfor %}"
        "</tr>{% endfor %}</table>"
    ),
    "a table of 100,000 rows": lambda: (
        "<table>{% for a in range(99999) %}<tr><td>x</td></tr>{% endfor %}</table>"
    ),
    "deeper than deep": lambda: "<ul><li>" * 50 + "x",
    "a page of one word": lambda: "{{ 'x' * 900000 }}",
}


@pytest.mark.parametrize("case", BOUNDLESS)
def test_a_template_without_end_is_refused_soon(case: str, tmp_path: Path) -> None:
    house = houses.house(tmp_path, {"comment.html": f"<h1>x</h1>{BOUNDLESS[case]()}"})
    begun = _work()
    with pytest.raises(RenderError):
        render("comment", with_text("x"), DRAFT, FORMATS, tmp_path / "out", house=house)
    assert _work() - begun < LONGEST
    assert _memory() < MOST_MEMORY

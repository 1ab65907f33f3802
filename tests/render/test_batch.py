"""Many documents: each failure is its own, nothing is fetched, and nothing stays behind."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from render.people import CONTEXT
from render.sheets import (
    STEM,
    job,
    made,
    outcomes,
    page,
    pdf_pages,
    serve,
    sheet,
    word_body,
    word_parts,
    word_text,
    words,
)

from mentorctl.model.look import Look
from mentorctl.render import pandoc, theme
from mentorctl.render.batch import produce
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator

TESTS = Path(__file__).parents[1]
PLAIN = page(sheet("<p>plain</p>"))
# pandoc takes some ten seconds and a gigabyte over it
HUGE = page(sheet(f"<p>{'<b>x</b> ' * 150_000}</p>"))
BATCH = pandoc.Batch("en-US", "", 0, b"", {}, theme.room(Look()))


@pytest.fixture(autouse=True)
def _pages(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch)


@pytest.fixture
def knocks() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this computer, and what has come to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                heard.append(caller.recv(100))
                caller.close()

        listener = threading.Thread(target=listen)
        listener.start()
        yield server.getsockname()[1], heard
        time.sleep(0.2)
        over.set()
        listener.join()


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_job_has_one_outcome_and_its_files(workers: int, tmp_path: Path) -> None:
    jobs = [
        job(f"n{number}", page(sheet(f"<p>text{number}</p>")), ["docx", "html"], tmp_path)
        for number in range(20)
    ]
    done = list(produce(jobs, CONTEXT, workers=workers))
    assert sorted(each.job.document.name for each in done) == sorted(
        each.document.name for each in jobs
    )
    for outcome in done:
        name = outcome.job.document.name
        assert outcome.paths == tuple(
            tmp_path / f"{STEM}_{name}.{kind}" for kind in ("docx", "html")
        )
        assert word_text(word_body(outcome.paths[0])) == f"text{name[1:]}"
    assert len(list(tmp_path.iterdir())) == 40


def test_no_jobs_have_no_outcome() -> None:
    assert list(produce([], CONTEXT)) == []


def test_an_unknown_format_is_no_format(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        produce([job("one", PLAIN, ["odt"], tmp_path)], CONTEXT)


def test_a_broken_template_fails_by_itself(tmp_path: Path) -> None:
    jobs = [
        job(name, html, ["pdf"], tmp_path) for name, html in (("a", PLAIN), ("b", ""), ("c", PLAIN))
    ]
    done = outcomes(jobs, workers=1)
    assert [name for name, each in done.items() if each.error] == ["b"]
    assert str(done["b"].error) == "its template is broken"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{STEM}_a.pdf", f"{STEM}_c.pdf"]


def test_a_file_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / f"{STEM}_b.docx").mkdir()
    done = outcomes([job(name, PLAIN, ["docx", "html"], tmp_path) for name in "abc"])
    assert "cannot be written" in str(done["b"].error)
    assert [path.suffix for path in done["b"].paths] == [".html"]
    assert [len(done[name].paths) for name in "ac"] == [2, 2]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_page_that_takes_too_much_is_named_and_the_others_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "LIMITS", ("+RTS", "-M96m", "-A16m", "-RTS"))
    monkeypatch.setattr(pandoc, "SECONDS", 2)
    pages = [("a", PLAIN), ("b", HUGE), ("c", PLAIN)]
    done = outcomes([job(name, html, ["docx"], tmp_path) for name, html in pages], workers=1)
    assert [name for name, each in done.items() if each.error] == ["b"]
    error = done["b"].error
    assert error is not None
    assert "more time or memory than a document may take" in error.message
    assert error.hint == "shorten the longest text of these records"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f"{STEM}_a.docx",
        f"{STEM}_c.docx",
    ]


def test_what_pandoc_refuses_is_said_of_that_page_only() -> None:
    pages = [pandoc.Page("t", PLAIN, (to,)) for to in ("typst", "klingon", "typst")]
    with pandoc.Pandoc() as starter:
        done = starter.convert(pages, BATCH)
    assert [isinstance(each, RenderError) for each in done] == [False, True, False]
    assert "klingon" in str(done[1]) or "nil" in str(done[1])


def test_a_page_reads_no_file_and_calls_nobody(
    tmp_path: Path, knocks: tuple[int, list[bytes]]
) -> None:
    port, heard = knocks
    secret = tmp_path / "secret.txt"
    secret.write_text("sentinel-93")
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink"><image href="http://127.0.0.1:{port}/a"/>'
        f'<image xlink:href="{secret}" width="9" height="9"/></svg>'
    )
    held = f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
    parts = [f'<base href="http://127.0.0.1:{port}/"><img src="x.png" alt="a">']
    for place in (f"http://127.0.0.1:{port}/x", secret.as_uri(), str(secret), "../../secret.svg"):
        parts += [
            f'<img src="{place}" alt="a">',
            f'<iframe src="{place}"></iframe>',
            f'<object data="{place}"></object><embed src="{place}">',
            f'<link rel="stylesheet" href="{place}"><script src="{place}"></script>',
            f'<video src="{place}" poster="{place}"></video><audio src="{place}"></audio>',
            f'<svg><image href="{place}"/></svg>',
            f'<p data-include="{place}" style="background: url({place})">kept</p>',
        ]
    drawn = page(sheet(f'<p><img src="{held}" alt="drawing"></p>'))
    jobs = [
        job(name, html, ["docx", "pdf"], tmp_path / "out")
        for name, html in (("a", page(sheet("".join(parts)))), ("drawn", drawn))
    ]
    done = outcomes(jobs, workers=1)
    assert done["a"].error is None, done["a"].error
    paths = done["a"].paths
    content = b"".join([*word_parts(paths[0]).values(), paths[1].read_bytes()])
    assert b"sentinel-93" not in content
    assert "kept" in "".join(pdf_pages(paths[1]))
    assert "an attribute href that leads out of it" in str(done["drawn"].error)
    assert heard == []


def test_a_page_cannot_speak_typst_or_word(tmp_path: Path) -> None:
    attacks = (
        '<div data-typst:inset="1pt, read(&quot;x&quot;)"><p>one</p></div>',
        '<span data-typst:text:fill="panic()" data-custom-style="Heading 1">two</span>',
        '<table data-typst:x="panic()"><tr><td data-typst:fill="panic()">three</td></tr></table>',
        '<script type="math/tex">#panic() \\input{/etc/passwd}</script>',
        "<math><mi>#panic()</mi></math>",
        "<pre><code>``` #panic() ```</code></pre><code>`#panic()`</code>",
        '<h2 id="a]#panic()[">four</h2>',
        '<a href="javascript:alert(1)">five</a><a href="file:///etc/passwd">six</a>',
        '<a href="https://example.org/&quot;)#panic()">seven</a>',
        '<p>"]#panic() \\" <!--x--> ]]&gt; <w:p/></p>',
    )
    for kind in ("docx", "pdf"):
        path = made("attack", page(sheet("".join(attacks))), kind, tmp_path)
        if kind == "pdf":
            text = "".join(pdf_pages(path))
        else:
            text = word_text(word_body(path))
            links = word_parts(path)["word/_rels/document.xml.rels"]
            assert b"javascript" not in links
            assert b"file:" not in links
        assert all(word in text for word in ("one", "two", "three", "four", "five", "six", "seven"))
        assert '"]#panic()' in text.replace(" ", "")


def test_running_lines_cannot_break_out(tmp_path: Path) -> None:
    html = page(sheet("<p>x</p>")).replace(
        "Program &amp; year", "A &quot;]#panic() &lt;w:p/&gt; \\ &amp; B"
    )
    assert 'A "]#panic() <w:p/> \\ & B' in pdf_pages(made("a", html, "pdf", tmp_path))[0]
    head = word_parts(made("a", html, "docx", tmp_path))["word/header1.xml"].decode()
    assert 'A "]#panic() &lt;w:p/&gt; \\ &amp; B' in head


def test_who_stops_asking_leaves_nothing_behind(tmp_path: Path) -> None:
    jobs = [
        job(f"n{number}", page(sheet(f"<p>{words(300)}</p>")), ["docx", "pdf"], tmp_path)
        for number in range(60)
    ]
    running = produce(jobs, CONTEXT, workers=2)
    next(running)
    assert hasattr(running, "close")
    running.close()
    assert [each for each in threading.enumerate() if each.name.startswith("mentorctl")] == []
    files = sorted(tmp_path.iterdir())
    assert 0 < len(files) < 120
    time.sleep(0.1)
    assert sorted(tmp_path.iterdir()) == files
    assert not [path for path in files if path.name.startswith(".")]


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to one process")
def test_an_interrupt_leaves_no_part_of_a_file_and_no_pandoc(tmp_path: Path) -> None:
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    temporary.mkdir()
    script = textwrap.dedent(
        f"""
        import sys
        sys.path.insert(0, {str(TESTS)!r})
        from pathlib import Path
        import pytest
        from render.people import CONTEXT
        from render.sheets import job, page, serve, sheet, words
        from mentorctl.render.batch import produce
        serve(pytest.MonkeyPatch())
        html = page(sheet(f"<p>{{words(400)}}</p>"))
        jobs = [job(f"n{{n}}", html, ["docx", "pdf"], Path({str(out)!r})) for n in range(400)]
        for _ in produce(jobs, CONTEXT):
            print("one", flush=True)
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(temporary)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"one\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert said.rstrip().endswith(b"KeyboardInterrupt")
    files = list(out.iterdir())
    assert 0 < len(files) < 800
    assert all(path.stat().st_size > 1000 and not path.name.startswith(".") for path in files)
    # a pandoc that still runs would still have its folder
    assert list(temporary.iterdir()) == []

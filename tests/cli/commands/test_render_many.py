"""`mentorctl render --all`: many forms, and only those that changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.facts import change
from support.folders import TESTS, contents
from support.run import Result, mentorctl

from mentorctl.forms import FORMS
from mentorctl.render import RenderError
from mentorctl.render.batch import produce

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.forms import FormContext
    from mentorctl.render.jobs import Job, JobOutcome
    from mentorctl.render.program_templates import House

YEAR = "2026-2027"
DEVON = "devon-marsh-robert-szymanski"
HANNAH = "hannah-vogel-dale-kirchner"
KAYLA = "kayla-dunning-denise-abernathy"
LINH = "linh-nguyen-robert-szymanski"
FOLDER = f"pairings/{YEAR}"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """Four pairings of the sample program, in a folder without a history."""
    root = tmp_path / "sample"
    shutil.copytree(TESTS.parent / "sample-program", root)
    for pairing in (root / FOLDER).iterdir():
        if pairing.name not in (DEVON, HANNAH, KAYLA, LINH):
            shutil.rmtree(pairing)
    return root


def render(sample: Path, *words: str, today: str = "2027-04-27") -> Result:
    return mentorctl("render", *words, "--to", "html", "--today", today, cwd=sample)


def files(sample: Path) -> dict[str, int]:
    """When each file that is there was made."""
    return {path.name: path.stat().st_mtime_ns for path in (sample / "forms").iterdir()}


def newer(sample: Path, before: dict[str, int]) -> set[str]:
    """What was made, or made again, since then."""
    return {name for name, when in files(sample).items() if before.get(name) != when}


def test_all_pairings_that_have_something_to_print_are_printed(sample: Path) -> None:
    (sample / FOLDER / KAYLA / "plan.yaml").unlink()

    done = render(sample, "plan", "--all")

    names = [f"{YEAR}_{each}_plan.html" for each in (DEVON, HANNAH, LINH)]
    assert done == Result(
        0,
        "".join(f"forms/{name}\n" for name in names),
        "3 files made in forms, 1 pairing has nothing to print\n",
    )
    assert sorted(files(sample)) == names


def test_all_without_a_form_is_every_form_but_the_packet_once(sample: Path) -> None:
    made = render(sample, "--all").out.splitlines()

    # Robert Szymanski has one invoice, and two of the four pairings
    assert len(made) == len(set(made)) == len(files(sample))
    kinds = {re.sub(r"-[0-9]+$", "", name.split("_")[-1].removesuffix(".html"))
             for name in files(sample)}  # fmt: skip
    assert {"plan", "comment", "focal-points", "decision-points", "log", "calendar"} <= kinds
    assert {"completers", "certificate-mentee", "certificate-mentor"} <= kinds
    assert "packet" not in kinds


def test_all_packets_are_one_for_each_pairing(sample: Path) -> None:
    done = render(sample, "--packet", "--all")

    assert done.code == 0
    assert sorted(files(sample)) == [
        f"{YEAR}_{each}_packet.html" for each in (DEVON, HANNAH, KAYLA, LINH)
    ]


def test_several_pairings_can_be_named_and_each_is_made_once(sample: Path) -> None:
    render(sample, "plan", "hannah", "devon", "hannah-vogel")

    assert sorted(files(sample)) == [f"{YEAR}_{each}_plan.html" for each in (DEVON, HANNAH)]


def test_what_has_not_changed_is_not_made_again(sample: Path) -> None:
    render(sample, "--all")
    before, count = files(sample), len(files(sample))

    done = render(sample, "--all")

    assert done == Result(
        0,
        "",
        # what an invoice lacks it lacks still
        "the invoice of 4 people has no date that stands; fix it: mentorctl mark invoice --all\n"
        f"{count} files unchanged\n  they are in forms as they were; --force makes them again\n",
    )
    assert files(sample) == before


def test_only_the_documents_of_what_changed_are_made_again(sample: Path) -> None:
    render(sample, "--all")
    before = files(sample)
    change(sample, f"{FOLDER}/{DEVON}/experiences/2.yaml", ("comment", "text"), "Ready to use.")

    done = render(sample, "--all")

    # what a foot says of all of a pairing's records is another there, too
    about_all = ("calendar", "certificate-mentee", "certificate-mentor", "comment-2")
    made = {f"{YEAR}_{DEVON}_{each}.html" for each in about_all}
    # whether somebody has completed, and so what is owed, rests on all of them, too
    resting = ("completers", "patricia-nakamura_completers",
               "patricia-nakamura_invoice", "robert-szymanski_invoice")  # fmt: skip
    made |= {f"{YEAR}_{each}.html" for each in resting}
    assert newer(sample, before) == made
    assert set(done.out.split()) == {f"forms/{each}" for each in made}


def test_the_program_s_own_look_makes_everything_again(sample: Path) -> None:
    render(sample, "plan", "--all")
    (sample / "templates").mkdir()
    (sample / "templates" / "look.yaml").write_text("paper: a4\n", "utf-8")

    assert render(sample, "plan", "--all").err == "4 files made in forms\n"


def test_another_day_changes_only_forms_that_show_it(sample: Path) -> None:
    render(sample, "plan", "--all")
    before = files(sample)

    render(sample, "plan", "--all", today="2027-05-20")

    assert newer(sample, before) == set()


@pytest.mark.parametrize("how", ["edited", "deleted"])
def test_a_file_that_is_not_as_it_was_made_is_made_again(sample: Path, how: str) -> None:
    render(sample, "plan", "--all")
    before = files(sample)
    file = sample / "forms" / f"{YEAR}_{LINH}_plan.html"
    as_made = file.read_bytes()
    if how == "edited":
        file.write_bytes(as_made.replace(b"Linh", b"Lynn"))
    else:
        file.unlink()

    render(sample, "plan", "--all")

    assert newer(sample, before) == {file.name}
    assert file.read_bytes() == as_made


def test_force_makes_everything_again(sample: Path) -> None:
    render(sample, "plan", "--all")
    before = files(sample)

    render(sample, "plan", "--all", "--force")

    assert newer(sample, before) == set(before)


@pytest.mark.parametrize("content", [None, "", "[]", '{"x": 1}', "\x00", "[" * 5000])
def test_a_memory_that_is_lost_or_broken_loses_nothing(
    sample: Path, home: Path, content: str | None
) -> None:
    render(sample, "plan", "--all")
    (memory,) = (home / "cache" / "mentorctl" / "forms").iterdir()
    memory.unlink()
    if content is not None:
        memory.write_text(content, "utf-8")

    assert render(sample, "plan", "--all").err == "4 files made in forms\n"
    assert render(sample, "plan", "--all").err.startswith("4 files unchanged\n")


def test_nothing_is_left_in_the_program_folder_but_the_forms(sample: Path) -> None:
    before = contents(sample)

    render(sample, "--all")

    after = contents(sample)
    assert {name: text for name, text in after.items() if not name.startswith("forms/")} == before


def test_a_folder_cannot_say_of_itself_that_its_forms_are_made(
    sample: Path, tmp_path: Path
) -> None:
    render(sample, "plan", "--all")
    copy = Path(shutil.copytree(sample, tmp_path / "copy"))

    assert render(copy, "plan", "--all").err == "4 files made in forms\n"


def test_one_that_fails_is_named_and_the_others_are_made(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(jobs: Sequence[Job], context: FormContext, *, house: House) -> Iterator[JobOutcome]:
        for outcome in produce(jobs, context, house=house):
            if outcome.job.document.about == KAYLA:
                outcome.paths[0].unlink()
                yield outcome._replace(paths=(), error=RenderError("it is too long", "cut it"))
            else:
                yield outcome._replace(warnings=("a letter is missing",))

    with monkeypatch.context() as patch:
        patch.setattr("mentorctl.cli.commands.render.produce", faulty)
        done = render(sample, "plan", "--all")

    assert done.code == 1
    assert sorted(files(sample)) == [f"{YEAR}_{each}_plan.html" for each in (DEVON, HANNAH, LINH)]
    assert done.err == (
        f"warning: {DEVON}, {HANNAH}, {LINH}: a letter is missing\n"
        f"error: {KAYLA}: it is too long\n"
        "  → cut it\n"
        "3 files made in forms, 1 form not made\n"
    )
    again = render(sample, "plan", "--all")
    assert again.out == f"forms/{YEAR}_{KAYLA}_plan.html\n"


def test_a_broken_template_of_the_program_is_said_once(sample: Path) -> None:
    (sample / "templates").mkdir()
    (sample / "templates" / "plan.html").write_text("<h1>Plan</h1>\n{{ nothing }}\n", "utf-8")

    done = render(sample, "plan", "--all")

    assert done.code == 1
    assert done.err.count("error: ") == 1
    assert f"error: {DEVON}, {HANNAH}, {KAYLA}, {LINH}: " in done.err
    assert "4 forms not made" in done.err
    assert render(sample, "calendar").code == 0


def test_a_pairing_that_cannot_be_read_does_not_stop_the_others(sample: Path) -> None:
    (sample / FOLDER / HANNAH / "log.yaml").write_text("entries: none\n", "utf-8")

    done = render(sample, "plan", "--all")

    assert done.code == 1
    assert f"{HANNAH} has records that cannot be read: log.yaml" in done.err
    assert sorted(files(sample)) == [f"{YEAR}_{each}_plan.html" for each in (DEVON, KAYLA, LINH)]


def test_who_interrupts_keeps_what_was_made(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(
        jobs: Sequence[Job], context: FormContext, *, house: House
    ) -> Iterator[JobOutcome]:
        yield from produce(jobs[:1], context, house=house)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("mentorctl.cli.commands.render.produce", interrupted)
        assert render(sample, "plan", "--all").code == 130
    before = files(sample)

    assert render(sample, "plan", "--all").err == "3 files made in forms, 1 file unchanged\n"
    assert (
        set(before) == {f"{YEAR}_{DEVON}_plan.html"} == set(files(sample)) - newer(sample, before)
    )


def test_without_git_forms_are_made_and_say_so(sample: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", sample], check=True)
    (tmp_path / "bin").mkdir()

    done = mentorctl(
        "render", "plan", "devon", "--to", "html", cwd=sample,
        env={"PATH": str(tmp_path / "bin")},
    )  # fmt: skip

    assert done.code == 0
    assert "the forms cannot name the commits of their records: git was not found" in done.err


def test_a_bar_is_shown_on_a_terminal_only(sample: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("terminals are made another way there")
    import pty

    words = [sys.executable, "-m", "mentorctl", "render", "comment", "--all", "--to", "html"]
    main, side = pty.openpty()
    with subprocess.Popen(words, cwd=sample, stdout=subprocess.PIPE, stderr=side) as process:
        os.close(side)
        out = process.stdout.read() if process.stdout else b""
        seen = b""
        while True:
            try:
                part = os.read(main, 4096)
            except OSError:  # Linux says so when the other side is closed
                break
            if not part:
                break
            seen += part
    os.close(main)
    assert b"making forms" in seen
    assert b"100%" in seen
    assert b"making forms" not in out
    assert "making forms" not in render(sample, "comment", "--all", "--force").err


def test_every_form_has_a_name_for_files_and_the_shell() -> None:
    assert [form.name for form in FORMS if not re.fullmatch("[a-z]+(-[a-z]+)*", form.name)] == []

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, PAIRING, change, date, take_away
from support.folders import commit_all, contents, copied
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "mentee_id,mentee,mentee_email,school,district,content_area,mentor_id,mentor,mentor_email,"
    "advisor,completed_on,experiences,meetings,waivers,signatures"
)
JOINED_BY = (
    "completed,pairing,advisor_id,supervisor_id,supervisor,program_id,program,year,"
    "signatures_counted,signatures_asked"
)
LINE = (
    "amara-okafor,Amara Okafor,amara.okafor@hollis-creek.example,Hollis Creek High School,"
    "Hollis Creek R-II,Family Consumer Sciences,teo-lindqvist,Teo Lindqvist,"
    "teo.lindqvist@marlow-tech.example,Noor Haddad,2027-04-05,4,2,0,0 of 9,"
    "yes,amara-okafor-teo-lindqvist,noor-haddad,,,preset,"
    "Missouri Career Education Mentoring Program,2026-2027,0,9"
)
COMMENT = "experiences/3:comment.sent_to_advisor"


def completers(program: Path, *words: str) -> Result:
    return mentorctl("completers", "--today", "2027-05-03", *words, cwd=program)


def data(program: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(completers(program, "--format", "json", *words).out)
    return found


def test_the_csv_is_the_same_every_year(program: Path) -> None:
    assert completers(program, "--format", "csv") == Result(
        0,
        f"{COLUMNS},{JOINED_BY}\n{LINE}\n",
        "1 of 1 pairing has completed Missouri Career Education Mentoring Program 2026-2027 by "
        "2027-05-03, from the files as they are now\n",
    )


def test_the_csv_has_its_columns_even_when_nobody_is_on_it(program: Path) -> None:
    take_away(program, COMMENT)

    assert completers(program, "--format", "csv").out == f"{COLUMNS},{JOINED_BY}\n"


def test_a_name_that_is_a_formula_is_harmless(program: Path) -> None:
    change(program, "people/amara-okafor.yaml", ("name",), "=HYPERLINK(1)")

    (row,) = csv.DictReader(io.StringIO(completers(program, "--format", "csv").out))
    assert row["mentee"] == "'=HYPERLINK(1)"


def test_the_json_names_the_commit_it_was_drawn_from(program: Path) -> None:
    take_away(program, COMMENT)
    commit_all(program, "one form less")
    head = subprocess.run(
        ["git", "-C", program, "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()

    found = data(program)
    assert list(found) == [
        "schema_version", "program", "year", "as_of", "program_id", "source", "commit", "dirty",
        "why_nobody", "completers", "others", "unreadable", "other_years",
    ]  # fmt: skip
    assert (found["schema_version"], found["as_of"]) == (1, "2027-05-03")
    assert (found["commit"], found["completers"]) == (head, [])
    (other,) = found["others"]
    assert list(other) == [*COLUMNS.split(","), *JOINED_BY.split(","), "reasons"]
    assert other["completed_on"] is None
    (reason,) = other["reasons"]
    assert list(reason) == ["need", "title", "state", "message", "hint"]
    assert reason["need"] == COMMENT


def test_a_folder_without_history_has_no_commit(program: Path) -> None:
    (program / ".git").rename(program.parent / "elsewhere")

    assert data(program)["commit"] is None


def test_explain_names_the_fact_and_the_command_that_mends_it(program: Path) -> None:
    date(program, COMMENT, dt.date(2027, 4, 20))
    commit_all(program, "a day late")

    told = completers(program, "--explain").out
    assert "Amara Okafor and Teo Lindqvist (amara-okafor-teo-lindqvist)" in told
    assert (
        'Mentor Comment Form 3 with the content advisor: "Sent to the content advisor" of '
        "experience 3 (experiences/3.yaml) is 2027-04-20, 1 day after 2027-04-19"
    ) in told
    command = re.search(r"mentorctl (extend .*)", told)
    assert command is not None
    words = command[1].replace("PERSON", "noor-haddad").replace("TEXT", "illness").split()
    assert mentorctl(*words, "--on", "2027-04-20", "--today", "2027-05-03", cwd=program).code == 0
    assert completers(program, "--format", "csv").out == f"{COLUMNS},{JOINED_BY}\n{LINE}\n".replace(
        "2027-04-05", "2027-04-20"
    )


def test_the_way_to_the_reasons_holds_for_every_list(program: Path) -> None:
    take_away(program, COMMENT)
    for words in ((), ("--year", "2026-27"), ("--area", "Family Consumer Sciences")):
        said = completers(program, *words).err
        # a whole command would leave out the year, the day or the area that was asked for
        assert "\n--explain says why the others have not" in said


def test_explain_as_csv_has_everybody(program: Path) -> None:
    take_away(program, COMMENT)

    (row,) = csv.DictReader(io.StringIO(completers(program, "--format", "csv", "--explain").out))
    assert list(row) == [*COLUMNS.split(","), "reasons", "hints", *JOINED_BY.split(",")]
    assert row["completed"] == "no"
    assert "is still open, 14 days after 2027-04-19" in row["reasons"]
    assert "mentorctl comment amara-okafor-teo-lindqvist 3" in row["hints"]


def test_explain_as_markdown(program: Path) -> None:
    assert completers(program, "--format", "markdown").out.count("\n") == 3

    take_away(program, COMMENT)
    told = completers(program, "--format", "markdown", "--explain").out
    assert "## Not on the list\n\nAmara Okafor and Teo Lindqvist\n\n- Mentor Comment Form 3" in told


def test_the_table_speaks_the_program_s_words(program: Path) -> None:
    done = completers(program)

    assert done.out.splitlines()[0].split("  ")[0] == "protégé"
    assert "Amara Okafor" in done.out
    assert "--explain" not in done.err


def test_somebody_who_is_not_on_it_is_only_counted(program: Path) -> None:
    take_away(program, COMMENT)

    done = completers(program)
    assert (done.code, done.out) == (0, "")
    assert "0 of 1 pairing has completed" in done.err
    assert "--explain says why" in done.err


def test_as_of_an_earlier_day(program: Path) -> None:
    assert len(data(program, "--today", "2027-04-05")["completers"]) == 1
    found = data(program, "--today", "2027-04-04")
    assert (found["as_of"], found["completers"]) == ("2027-04-04", [])


def test_the_old_name_of_today_works_and_says_the_new_one(program: Path) -> None:
    assert data(program, "--as-of", "2027-04-04")["as_of"] == "2027-04-04"
    said = completers(program, "--as-of", "2027-04-04").err
    assert said.count("--as-of is called --today now") == 1
    assert "--as-of" not in mentorctl("completers", "--help").out


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--advisor", "noor-haddad"), 1),
        (("--advisor", "noor"), 1),
        # somebody who is there and advises nobody
        (("--advisor", "iris-nakamura"), 0),
        (("--area", "consumer SCIENCES"), 1),
        (("--school", "hollis creek"), 1),
    ],
)
def test_a_part_of_the_list(program: Path, words: tuple[str, ...], count: int) -> None:
    assert len(data(program, *words)["completers"]) == count


@pytest.mark.parametrize(
    "words",
    [
        ("--advisor", "nobody"),
        ("--area", "astronomy"),
        ("--school", "nowhere"),
        ("--as-of", "lately"),
        ("--format", "xml"),
    ],
)
def test_wrong_usage(program: Path, words: tuple[str, ...]) -> None:
    done = completers(program, *words)

    assert (done.code, done.out) == (2, "")
    assert words[1] in done.err


def test_nothing_is_written(program: Path) -> None:
    take_away(program, COMMENT)
    before = contents(program)
    for form in ("table", "csv", "json", "markdown"):
        assert completers(program, "--format", form, "--explain").code == 0

    assert contents(program) == before


def test_a_program_that_cannot_be_read_cannot_be_judged(program: Path) -> None:
    (program / "program.yaml").write_text("id: [", "utf-8")

    done = completers(program)
    assert (done.code, done.out) == (3, "")
    assert "program.yaml:1:1" in done.err


def test_a_broken_record_is_a_reason_with_its_place(program: Path) -> None:
    (program / FOLDER / "plan.yaml").write_text("approved:\napproved:\n", "utf-8")

    (other,) = data(program)["others"]
    (reason,) = other["reasons"]
    assert (reason["need"], reason["state"]) == (None, "unreadable")
    assert f"{FOLDER}/plan.yaml:2:1 cannot be read" in reason["message"]


def test_a_pairing_whose_own_record_is_broken_is_named_by_its_id(program: Path) -> None:
    (program / FOLDER / "pairing.yaml").write_text("mentee: [", "utf-8")

    first, reason, _ = completers(program, "--explain").out.splitlines()
    assert first == PAIRING
    assert f"{FOLDER}/pairing.yaml:1:1 cannot be read" in reason


NOBODY = (
    "Missouri Career Education Mentoring Program does not say what makes a completer, so nobody "
    "is one"
)


@pytest.mark.parametrize("pairings", ["with pairings", "without any"])
def test_a_program_that_asks_for_nothing_has_no_completer_and_every_form_says_why(
    program: Path, tmp_path: Path, pairings: str
) -> None:
    change(program, "program.yaml", ("completion", "needs"), [])
    if pairings == "without any":
        shutil.rmtree(program / "pairings")

    for words in ((), ("--explain",), ("--format", "csv"), ("--format", "json")):
        assert f"{NOBODY}; list it under completion: needs in program.yaml\n" in (
            completers(program, *words).err
        )
    assert data(program)["why_nobody"] == NOBODY
    for words in ((), ("--blank",)):
        made = mentorctl(
            "render", "completers", *words, "--to", "html", "--out", str(tmp_path), cwd=program
        )
        assert made.code == 0, made.err
        (page,) = tmp_path.glob("*.html")
        text = " ".join(page.read_text(encoding="utf-8").split())
        assert f"{NOBODY}." in text
        assert "Everyone on this list" not in text
        page.unlink()


def test_a_program_that_asks_for_something_has_no_such_reason(program: Path) -> None:
    take_away(program, COMMENT)

    assert data(program)["why_nobody"] is None
    assert "so nobody is one" not in completers(program).err


def test_where_completion_asks_for_an_agreement_both_signatures_make_it(
    demo: Path, tmp_path: Path
) -> None:
    """In Missouri's program, where an agreement is a pairing's own choice."""
    root = copied(demo, tmp_path / "program")
    file = root / "program.yaml"
    before, needs, after = file.read_text("utf-8").partition("\ncompletion:")
    asked = "  needs:\n    - title: Agreement signed by both\n      need: agreement:signed\n"
    text = before + needs + after.replace("  needs:\n", asked, 1)
    file.write_text(text, encoding="utf-8")

    words = ("completers", "--today", "2027-06-01", "--format", "json")
    found = json.loads(mentorctl(*words, cwd=root).out)
    done = [row["mentee_id"] for row in found["completers"]]
    # the sample's other agreement lacks the mentor's signature
    assert done == ["devon-marsh", "mateo-ibarra-nunez"]
    (tasha,) = (row for row in found["others"] if row["mentee_id"] == "tasha-green")
    assert [reason["need"] for reason in tasha["reasons"]] == ["agreement:signed"]

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.folders import contents, history
from support.run import Result, mentorctl
from support.screen import seen
from support.workbooks import workbook

from mentorctl.model.person import Person
from mentorctl.reports.imports.import_columns import OF_PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--today", "2026-09-08")
HEAD = "name,roles,email,content area,experience_years\n"
GOOD = (
    HEAD
    + "Zoë O'Brien,mentor,zoe@ridge.example,Family Consumer Sciences,6\n"
    + "Ada North,Protégé,ada@ridge.example,Family Consumer Sciences,0\n"
)
PAIRS = "mentee,mentor,starts\nAda North,zoe@ridge.example,2026-09-08\n"


def bring(program: Path, text: str | bytes, *words: str, name: str = "roster.csv") -> Result:
    path = program.parent / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return mentorctl("import", path, *words, *DAY, cwd=program)


def test_people_come_in_as_one_commit(program: Path) -> None:
    done = bring(program, GOOD)
    assert done.code == 0, done.err
    assert history(program)[0] == "2 people from roster.csv"
    text = (program / "people/ada-north.yaml").read_text(encoding="utf-8")
    assert "name: Ada North\n" in text
    assert "roles:\n  - mentee\n" in text, "named as the program names it"
    assert "experience_years: 0\n" in text
    assert "# Mailing Address: Street, city, state, ZIP" in text
    assert mentorctl("check", "--today", "2027-05-03", cwd=program).code == 0


def test_the_numbers_by_which_people_are_paid_come_in(program: Path) -> None:
    rows = "name,role,Vendor #,Contract No.\nAda North,mentor,0041361,CEM-2627-005\n"
    done = bring(program, rows)
    assert done.code == 0, done.err
    text = (program / "people/ada-north.yaml").read_text(encoding="utf-8")
    assert "vendor_number: 0041361\n" in text.replace('"', "").replace("'", "")
    assert "contract_number: CEM-2627-005\n" in text


def test_pairings_come_in_with_all_their_records(program: Path) -> None:
    bring(program, GOOD)
    done = bring(program, PAIRS)
    assert done.code == 0, done.err
    assert history(program)[0] == "1 pairing from roster.csv"
    inside = program / "pairings/2026-2027/ada-north-zoe-obrien"
    assert len(contents(inside)) == 8
    text = (inside / "pairing.yaml").read_text(encoding="utf-8")
    for line in ("mentee: ada-north", "advisor: noor-haddad", "starts: 2026-09-08",
                 "content_area: Family Consumer Sciences", "state: active"):  # fmt: skip
        assert f"{line}\n" in text
    checked = mentorctl("check", "--today", "2026-09-09", "pairings", cwd=program)
    assert "ada-north" not in checked.out


@pytest.mark.parametrize("text", [GOOD, GOOD.replace(",", ";"), "\ufeff" + GOOD])
def test_again_is_harmless(text: str, program: Path) -> None:
    bring(program, text)
    before, commits = contents(program), history(program)
    done = bring(program, text)
    assert done.code == 0
    assert "2 rows are in the folder already" in done.err
    assert (contents(program), history(program)) == (before, commits)


def test_a_longer_list_brings_only_what_is_new(program: Path) -> None:
    bring(program, GOOD)
    mentorctl("edit", "people/ada-north", "--set", "school=Ridge High School", *DAY, cwd=program)
    done = bring(program, GOOD + "Bo Reyes,mentor,bo@x.example,Business,9\n")
    assert done.code == 0, done.err
    assert history(program)[0] == "1 person from roster.csv"
    assert "school: Ridge High School\n" in (program / "people/ada-north.yaml").read_text("utf-8")


def test_what_differs_is_named_and_not_overwritten(program: Path) -> None:
    bring(program, GOOD)
    before = contents(program)
    done = bring(program, GOOD.replace("ada@ridge", "ada@hill"))
    assert done.code == 1
    assert re.search(r"ada-north +email +ada@ridge.example +ada@hill.example\n", done.err)
    assert "add --update" in done.err
    assert contents(program) == before


def test_every_bad_row_is_named_and_nothing_is_written(program: Path) -> None:
    rows = [
        "Ana Ruiz,mentee,ana.example.org,Business,five",
        "李伟,mentor,li@x.example,Business,9",
        "Bo Lee,mentr,bo@x.example,Business,",
        ",mentor,cy@x.example,Business,9",
        "Di Lane,mentor,=A1,Business,9",
        "Eve Moss,mentor,eve@x.example,Business,9",
        "Eve Moss,mentor,eve2@x.example,Business,9",
        "Amara Okafor,mentor,,,",
    ]
    before = contents(program)
    done = bring(program, HEAD + "\n".join(rows) + "\n")
    assert done.code == 1
    named = [line for line in done.err.splitlines() if line.startswith("roster.csv: ")]
    assert [line.partition(": ")[2] for line in named] == [
        "row 2, column email: \"Email\" is 'ana.example.org', not an email address",
        "row 2, column experience_years: experience_years is 'five', not a whole number of years",
        "row 3, column name: no id can be made of the name '李伟'",
        "row 4, column roles: this program has no role 'mentr'",
        "row 5, column name: the name is missing",
        "row 6, column email: what a spreadsheet takes for a formula stands here",
        "row 8, column email: person eve-moss is in row 7 already, where this is 'eve@x.example'",
    ]
    assert "did you mean mentor?" in done.err
    assert "nothing was imported" in done.err
    assert contents(program) == before


def test_a_family_name_alone_means_the_only_one_who_has_it(program: Path) -> None:
    bring(program, GOOD + "Bo van der Berg,mentor,bo@x.example,Business,9\n")
    rows = "mentee,mentor,starts\nNorth,Van der Berg,2026-09-08\n"
    done = bring(program, rows, "--dry-run")
    assert done.code == 0, done.err
    assert "2 family names are those of the only ones in the folder who have them" in done.err
    assert "row 2, mentor: Bo van der Berg" in done.err
    bring(program, HEAD + "Cy North,mentee,cy@x.example,Business,\n")
    refused = bring(program, rows)
    assert "North could be ada-north or cy-north" in refused.err
    nobody = bring(program, "mentee,mentor,starts\nBerg,Ada Van der Berg,2026-09-08\n")
    assert nobody.err.count("nobody in people/ has the id, name or email") == len(
        ("both", "of them")
    )


def test_every_bad_pairing_is_named_by_its_row(program: Path) -> None:
    bring(program, GOOD + "Bo Reyes,mentor,bo@x.example,Business,9\n")
    before = contents(program)
    rows = ["nobody,bo-reyes,2026-09-08", "ada-north,,2026-09-08", "ada-north,bo-reyes,9/31/2026"]
    done = bring(program, "mentee,mentor,starts\n" + "\n".join(rows) + "\n")
    assert done.code == 1
    assert "row 2, column mentee: nobody in people/ has the id, name or email 'nobody'" in done.err
    assert "row 3, column mentor: the mentor is missing" in done.err
    assert "row 4, column starts: starts is '9/31/2026', not a date like 2026-09-14" in done.err
    rows = ["ada-north,ada-north,2026-09-08", "amara-okafor,bo-reyes,2025-09-08"]
    done = bring(program, "mentee,mentor,starts\n" + "\n".join(rows) + "\n")
    assert done.code == 1
    assert "row 2, column mentor: ada-north is both protégé and mentor here" in done.err
    assert 'row 3, column starts: "Starts" says 2025-09-08, outside the program year' in done.err
    assert contents(program) == before


def test_names_that_two_people_have_ask_for_an_id(program: Path) -> None:
    text = "id,name,roles\nbo-1,Bo Reyes,mentor\nbo-2,Bo Reyes,mentor\nada,Ada,mentee\n"
    assert bring(program, text).code == 0
    done = bring(program, "mentee,mentor\nada,Bo Reyes\n")
    assert done.code == 1
    assert "column mentor: Bo Reyes could be bo-1 or bo-2" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,rolles\nBo Lee,mentor\n", "column rolles: this column is not known"),
        ("name,rolles\nBo Lee,mentor\n", "did you mean roles?"),
        ("name,shoe size\nBo Lee,43\n", "column shoe size: this column is not known"),
        ("name,email,E-Mail\nBo,a@b.example,\n", "there are two columns for email"),
        ("name,name\nBo,Lee\n", "there are two columns for name"),
        # --columns would leave out both
        ("name,name\nBo,Lee\n", "→ delete one\n"),
        ("given,names\nBo,Lee\n", "there is no column for the names of people"),
        ("name\nZo\0\n", "no text"),
    ],
)
def test_a_table_that_is_none_of_ours_is_refused(text: str, said: str, program: Path) -> None:
    before = contents(program)
    done = bring(program, text)
    assert done.code == 1, done.err
    assert said in done.err
    assert contents(program) == before


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ("Newcomer,Mentor,Start\nAda North,Bo Reyes,2026-09-08\n", "for the mentor of", "mentee"),
        ("Protégé,Helper,Start\nAda North,Bo Reyes,2026-09-08\n", "for the protégé of", "mentor"),
    ],
)
def test_a_sheet_with_one_of_the_two_says_which_is_missing(
    text: str, said: str, column: str, program: Path
) -> None:
    done = bring(program, text)
    assert done.code == 1
    assert said in done.err
    assert f'--columns "HEADING={column}"' in done.err


def test_short_headings_of_a_school_office_are_understood(program: Path) -> None:
    text = "Name,Role,Bldg,Yrs,Start\nAda North,mentor,Cedar HS,8,2026-08-10\n"
    done = bring(program, text)
    assert done.code == 0, done.err
    record = (program / "people/ada-north.yaml").read_text("utf-8")
    for line in ("school: Cedar HS", "experience_years: 8", "started_on: 2026-08-10"):
        assert f"{line}\n" in record


def test_a_dry_run_writes_nothing_and_says_what_would_be(program: Path) -> None:
    before = contents(program)
    done = bring(program, GOOD, "--dry-run")
    assert done.code == 0
    assert "would be imported: 2 people from roster.csv" in done.err
    assert contents(program) == before


def test_headers_of_the_form_and_the_program_s_words_are_understood(program: Path) -> None:
    text = (
        "Name,Roles,EMAIL,School Phone,Cell Phone,Teaching Content Area,Mailing Address\n"
        'Bo Lee,"mentor, Content Advisor",bo@x.example,573-555-0101,,Business,'
        '"1 Elm St\nRidge MO"\n'
    )
    assert bring(program, text).code == 0
    written = (program / "people/bo-lee.yaml").read_text(encoding="utf-8")
    assert "roles:\n  - mentor\n  - advisor\n" in written
    assert "  school: 573-555-0101\n" in written
    assert "address: 1 Elm St, Ridge MO\n" in written
    bring(program, "name,roles\nAda North,mentee\n")
    done = bring(program, "Protégé,Mentor,Content Advisor\nAda North,Bo Lee,Noor Haddad\n")
    assert done.code == 0, done.err


def test_a_workbook_is_imported_like_csv(program: Path) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    data = workbook({"Notes": [["x"]], "People": rows})
    done = bring(program, data, "--sheet", "People", name="roster.xlsx")
    assert done.code == 0, done.err
    assert "reading the sheet 'People', not 'Notes'" in done.err
    assert history(program)[0] == "2 people from roster.xlsx"
    assert bring(program, data, "--sheet", "Peple", name="roster.xlsx").code == 1
    # as one says what it lists, with a part of the sheet's name, and a name with a blank
    (program.parent / "my roster.xlsx").write_bytes(data)
    for words in (("people", "../roster.xlsx"), ("../my", "roster.xlsx")):
        again = mentorctl("import", *words, "--sheet", "peop", *DAY, cwd=program)
        assert "says nothing new: 2 rows" in again.err, again.err


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("kind", ["people", "pairings"])
def test_a_template_is_a_roster_that_reads(
    kind: str, ending: str, tmp_path: Path, program: Path
) -> None:
    path = tmp_path / f"new{ending}"
    done = mentorctl("import", "--template", kind, "--out", path, cwd=tmp_path)
    assert done.code == 0, done.err
    assert f"mentorctl import {path}" in done.err
    # the invented row is about people whom this folder has; the pairing of the two is there, too
    answer = mentorctl("import", path, "--dry-run", *DAY, cwd=program)
    assert "in the folder" in answer.err
    assert "not known" not in answer.err
    assert "nothing was imported" not in answer.err
    assert mentorctl("import", "--template", kind, "--out", path).code == 2, "it is there already"


def test_a_template_goes_to_standard_output(tmp_path: Path) -> None:
    done = mentorctl("import", "--template", "pairings", cwd=tmp_path)
    assert done.out.splitlines()[0].startswith("id,mentee,mentor,advisor")
    assert done.out.count("\n") == 2


@pytest.mark.parametrize(
    "words", [(), ("none.csv",), ("--template", "dogs"), ("x.csv", "--out", "y.csv")]
)
def test_wrong_words_are_usage(words: tuple[str, ...], program: Path) -> None:
    (program.parent / "x.csv").write_text(GOOD, encoding="utf-8")
    assert mentorctl("import", *words, cwd=program.parent).code == 2


def test_every_field_of_a_person_has_a_column() -> None:
    covered = {column.where[0] for column in OF_PEOPLE if column.where}
    fields = {field.encode_name for field in msgspec.structs.fields(Person)}
    assert covered == fields - {"keys"}


def test_whoever_begins_late_is_spoken_of_once(program: Path) -> None:
    bring(program, GOOD)
    done = bring(program, PAIRS.replace("2026-09-08", "2027-01-11"))
    assert done.code == 0
    assert done.err.count("over already on 2027-01-11: kickoff, plan") == 1


def test_five_hundred_rows_take_seconds_at_most(program: Path) -> None:
    people = [
        f"{side.title()} {number:03},{side},{side}{number}@x.example,Business,9"
        for number in range(250)
        for side in ("mentee", "mentor")
    ]
    started = time.process_time()
    assert bring(program, HEAD + "\n".join(people)).code == 0
    pairs = [f"mentee-{number:03},mentor-{number:03},2026-09-08" for number in range(250)]
    done = bring(program, "mentee,mentor,starts\n" + "\n".join(pairs))
    assert done.code == 0, done.err
    assert time.process_time() - started < 10
    assert history(program)[:2] == ["250 pairings from roster.csv", "500 people from roster.csv"]


def test_what_is_asked_at_a_terminal_is_seen_and_answered(program: Path) -> None:
    path = program.parent / "roster.csv"
    path.write_text(f"{HEAD.strip()},Preferred\nAda North,mentee,ada@r.example,Art,0,A\n", "utf-8")

    shown = seen(program, "import", str(path), *DAY, typed="-\n")
    assert "what is in the column 'Preferred'? One of:" in shown
    assert "column: " in shown
    assert "done: 1 person" in shown


def test_another_sheet_of_the_workbook_is_named_where_the_first_is_no_list(program: Path) -> None:
    path = program.parent / "roster.xlsx"
    path.write_bytes(
        workbook({"Notes": [["see the other one"]], "Roster 26-27": [["name"], ["Ada"]]})
    )

    done = mentorctl("import", path, *DAY, cwd=program)
    assert done.code == 1
    assert "to read another sheet of it: --sheet 'Roster 26-27'" in done.err


def test_what_many_rows_bring_is_told_once_of_a_kind(program: Path) -> None:
    rows = "".join(f"Ana{letter} Ruiz,mentor,a{letter}@b.example,1\nBo{letter} Lee,mentee,"
                   f"b{letter}@b.example,\n" for letter in "abcdefgh")  # fmt: skip
    (program / "people.csv").write_text(f"name,roles,email,years\n{rows}", encoding="utf-8")
    assert mentorctl("import", "people.csv", "--columns", "years=experience_years",
                     cwd=program).code == 0  # fmt: skip
    pairs = "".join(f"Bo{letter} Lee,Ana{letter} Ruiz\n" for letter in "abcdefgh")
    (program / "pairs.csv").write_text(f"mentee,mentor\n{pairs}", encoding="utf-8")
    words = ("import", "pairs.csv", "--dry-run", "--today", "2026-09-08")
    done = mentorctl(*words, cwd=program)

    assert done.code == 0, done.err
    assert "8 pairings get somebody whom the sheet does not name" in done.err
    assert "content advisor: Noor Haddad" in done.err
    assert len(done.err.splitlines()) < 20, done.err
    assert re.search(r"and \d more of this kind \[mentor-short-of-years\]", done.err)
    every = mentorctl(*words, "--all", cwd=program)
    assert every.err.count("[mentor-short-of-years]") == 8


def test_what_was_answered_at_a_terminal_need_not_be_answered_again(program: Path) -> None:
    text = "name,roles,email,Telephone,Office\nAna Ruiz,mento,a@b.example,573-555-0142,Hollis\n"
    (program / "people.csv").write_text(text, encoding="utf-8")
    done = mentorctl("import", "people.csv", cwd=program, terminal=True,
                     input="phone\nphone_work\nschool\n")  # fmt: skip
    said = " ".join(done.err.split())
    assert done.code == 1
    assert "perhaps phone_cell, phone_school or phone_work" in said
    assert "'phone' could be phone_school or phone_cell or phone_work" in said
    assert "next time by: --columns Telephone=phone_work --columns Office=school" in said

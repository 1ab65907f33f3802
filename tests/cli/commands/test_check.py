"""`mentorctl check` and `mentorctl explain`, as people and scripts call them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.facts import take_away
from support.run import mentorctl

from mentorctl.reports.proofs.audit_codes import MEANINGS
from mentorctl.rules.all_rules import RULES

SAMPLE = Path(__file__).parents[3] / "sample-program"
DAY = ("--today", "2027-04-27")
PLAN = "pairings/2026-2027/ana; touch x/plan.yaml"
TYLER = "pairings/2026-2027/tyler-brandt-ruth-ann-castleberry"


def test_it_names_place_fault_and_remedy() -> None:
    result = mentorctl("-C", SAMPLE, "check", *DAY)
    assert result.code == 1
    lines = result.out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{TYLER}/experiences/4.yaml"))
    assert lines[at].startswith(f"{TYLER}/experiences/4.yaml:11:17: warning: ")
    assert lines[at].endswith("[milestone-late]")
    assert lines[at + 1].startswith("  → ")
    assert "mentorctl extend tyler-brandt-ruth-ann-castleberry" in lines[at + 1]
    assert "2 errors, 1 warning, 7 notes in 186 records" in result.err


def test_it_can_look_at_a_part_only() -> None:
    result = mentorctl("-C", SAMPLE, "check", "people", f"{TYLER}/plan.yaml", *DAY)
    assert result.code == 0
    assert not result.out
    assert "all well" in result.err


def test_a_name_that_a_shell_would_obey_is_quoted_in_every_hint(program: Path) -> None:
    pairing = program / "pairings/2026-2027/amara-okafor-teo-lindqvist"
    pairing.rename(pairing.with_name("ana; touch x"))
    (program / "people/teo-lindqvist.yaml").rename(program / "people/teo$(touch x).yaml")
    (program / PLAN).write_text("approved: {by: noor-haddad}\n", encoding="utf-8")
    assert mentorctl("save", "--anyway", cwd=program).code == 0
    for words in (("check",), ("audit",), ("completers", "--explain"), ("status", "ana")):
        done = mentorctl(*words, *DAY, cwd=program)
        lines = f"{done.out}\n{done.err}".splitlines()
        hints = [each for each in lines if re.search(r"mentorctl .*(ana; t|teo\$)", each)]
        assert hints or words[0] in {"status", "audit"}
        for each in hints:
            command = each.partition("mentorctl ")[2]
            bare = re.sub(r"'[^']*'", "", command)
            assert "touch x" not in bare, each


def test_notes_alone_need_nobody() -> None:
    result = mentorctl("-C", SAMPLE, "check", "years", *DAY)
    assert result.code == 0
    assert "program-milestone-due-soon" in result.out


def test_it_works_from_a_folder_inside(tmp_path: Path) -> None:
    result = mentorctl("check", "plan.yaml", *DAY, cwd=SAMPLE / TYLER)
    assert result.code == 0, result.err
    del tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere.yaml"], "nowhere.yaml is not there"),
        (["check", "/"], "is not in the program folder"),
        (["check", "--format", "xml"], "xml"),
        (["check", "--today", "4/27"], "write it like 2026-12-14"),
        (["check", "--today", "2027-02-30"], "write it like 2026-12-14"),
        (["chekc"], "check"),
    ],
)
def test_wrong_words_are_wrong_usage(words: list[str], said: str) -> None:
    result = mentorctl("-C", SAMPLE, *words)
    assert result.code == 2
    assert said in result.err
    assert not result.out


def test_of_a_part_nothing_is_said_that_is_not_of_it(program: Path) -> None:
    (program / "people/bo-reyes.yaml").write_text("name: Bo\nname: Bo\n", encoding="utf-8")
    assert mentorctl("check", *DAY, cwd=program).code == 1
    for words, asked in (
        (("program",), "program.yaml"), (("program.yaml",), "program.yaml"),
        (("program", "people/noor-haddad.yaml"), "what was named"),
    ):  # fmt: skip
        done = mentorctl("check", *words, *DAY, cwd=program)
        assert (done.code, done.out) == (0, "")
        assert re.match(rf"all well in {asked}, judged with \d+ records of ", done.err), done.err
    found = mentorctl("check", "people", *DAY, cwd=program)
    assert found.code == 1
    assert re.search(r"1 error in people, judged with \d+ records of ", found.err), found.err
    assert "judged with" not in mentorctl("check", ".", *DAY, cwd=program).err


def test_no_program_folder_is_told(tmp_path: Path) -> None:
    result = mentorctl("check", cwd=tmp_path)
    assert result.code == 3
    assert "no program folder" in result.err
    assert "mentorctl init" in result.err


def test_a_broken_program_is_a_finding_here_and_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "program.yaml").write_text("name: [\n", encoding="utf-8")
    checked = mentorctl("check", "--format", "json", cwd=tmp_path)
    assert checked.code == 1
    (finding,) = json.loads(checked.out)["findings"]
    assert (finding["path"], finding["code"]) == ("program.yaml", "unreadable-file")
    stopped = mentorctl("status", cwd=tmp_path)
    assert stopped.code == 3
    assert "program.yaml:" in stopped.err


def test_a_time_zone_that_is_none_is_a_finding_here_and_stops_the_others(program: Path) -> None:
    file = program / "program.yaml"
    text = file.read_text(encoding="utf-8")
    assert "America/Chicago" in text
    file.write_text(text.replace("America/Chicago", "America/Chicagq"), encoding="utf-8")
    found = mentorctl("check", cwd=program)
    assert (found.code, found.err.count("bug")) == (1, 0)
    assert "there is no time zone America/Chicagq" in found.out
    for command in ("status", "due", "history", "audit"):
        stopped = mentorctl(command, cwd=program)
        assert stopped.code == 3, stopped.err
        assert "there is no time zone America/Chicagq" in stopped.err


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_every_code_is_explained(code: str) -> None:
    result = mentorctl("explain", code)
    assert result.code == 0
    assert result.out.startswith(f"{code} (")
    for heading in ("What it finds", "Why it matters", "Example", "How to mend it"):
        assert f"\n{heading}\n" in result.out


def test_all_codes_are_listed_and_a_wrong_one_is_guessed() -> None:
    listed = mentorctl("explain")
    codes = {rule.code for rule in RULES} | set(MEANINGS)
    assert {line.split()[0] for line in listed.out.splitlines()} == codes
    wrong = mentorctl("explain", "milestone-lat")
    assert wrong.code == 2
    assert "did you mean milestone-late?" in wrong.err


def test_a_pairing_or_a_person_is_checked_by_name(program: Path) -> None:
    (program / "people/noor-haddad.yaml").write_text("name: Noor Haddad\nrols: []\n", "utf-8")
    (program / "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml").unlink()
    today = ("--today", "2027-05-03")

    pairing = mentorctl("check", "Okafor, Amara", *today, cwd=program)
    assert "missing-record" in pairing.out
    assert "rols" not in pairing.out
    person = mentorctl("check", "Kwame Noor Haddad", *today, cwd=program)
    assert person.code == 2
    assert "no pairing is called" in person.err
    person = mentorctl("check", "people/noor-haddad.yaml", *today, cwd=program)
    assert "rols" in person.out


def test_only_an_advisors_pairings_are_reported_on(program: Path) -> None:
    take_away(program, "experiences/4:sent_to_mentor")
    for some in (("--advisor", "haddad"), ("--area", "family")):
        done = mentorctl("check", *some, "--today", "2027-05-03", cwd=program)
        assert "milestone-missed" in done.out
    done = mentorctl("check", "--advisor", "iris", "--today", "2027-05-03", cwd=program)
    assert done.code == 2
    assert "no pairing is of iris" in done.err

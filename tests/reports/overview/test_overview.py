"""The page's numbers, held to those of the lists; and what each reader may see of them."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from support.any_program import cases, lay
from support.facts import change
from support.page import elements, texts

from mentorctl.render.program_templates import TOOLKIT
from mentorctl.render.web_page import web_page
from mentorctl.reports import completers, due, due_rows, standards, status
from mentorctl.reports.overview.judged_year import JudgedYear, judged_year
from mentorctl.reports.overview.overview import overview, schools
from mentorctl.reports.overview.overview_data import as_data
from mentorctl.reports.overview.page_reader import PageReader, ReaderKind
from mentorctl.reports.provenance import files_of
from mentorctl.reports.row_formats import as_json
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from support.oracle import Case

SAMPLE = Path(__file__).parents[3] / "sample-program"
DAYS = [
    dt.date(2026, 8, 20), dt.date(2026, 9, 17), dt.date(2026, 11, 30), dt.date(2026, 12, 15),
    dt.date(2026, 12, 29), dt.date(2027, 2, 1), dt.date(2027, 4, 9), dt.date(2027, 4, 20),
    dt.date(2027, 4, 27),
]  # fmt: skip
TODAY = DAYS[-1]
ADVISOR = "lorraine-buchholz"


@pytest.fixture(scope="module")
def judged() -> JudgedYear:
    return judged_year(Folder(SAMPLE), TODAY)


def data_of(judged: JudgedYear, reader: PageReader, root: Path = SAMPLE) -> dict[str, Any]:
    """The page's numbers as scripts get them."""
    found = overview(judged, reader)
    told = found.completed.told if found.completed else ""
    return {**as_data(found, files_of(root)), "completed_told": told}


def page_of(judged: JudgedYear, reader: PageReader, root: Path = SAMPLE) -> str:
    ctx = judged.ctx
    return web_page(data_of(judged, reader, root), ctx.program, ctx.words, TOOLKIT, "foot")


def lists(root: Path, today: dt.date) -> dict[str, Any]:
    """What the lists say in JSON, each of a folder that it reads itself."""
    drawn = files_of(root)
    said: dict[str, Any] = {
        "status": status.as_data(status.status(Folder(root), today), drawn, {}),
        "completers": completers.as_data(completers.completers(Folder(root), today), drawn),
        "due": due_rows.as_data(due.due(Folder(root), today, today), drawn),
    }
    if Folder(root).program.standards:
        said["standards"] = standards.as_data(standards.standards(Folder(root), today), drawn, {})
    return {name: json.loads(as_json(each)) for name, each in said.items()}


def see_that_they_agree(root: Path, today: dt.date) -> None:
    """Hold all that the coordinator's page says to what the lists say."""
    said = lists(root, today)
    page = page_of(judged_year(Folder(root), today), PageReader(), root)
    pairings, done = said["status"]["pairings"], said["completers"]["completers"]

    figures = texts(page, "data-figure")
    assert figures["pairings"] == str(len(pairings))
    assert figures.get("completed", "0") == str(len(done))
    standings = Counter(each["standing"] for each in pairings)
    assert texts(page, "data-standing") == {name: str(n) for name, n in standings.items()}
    rows = {each["pairing"]: each for each in pairings}
    assert texts(page, "data-pairing").keys() == rows.keys()
    stands = [e.text for e in elements(page) if "data-stands" in e.attributes]
    assert stands == [each["standing"] for each in pairings]
    counts = {
        each.attributes["data-area"]: (each.attributes["data-done"], each.attributes["data-of"])
        for each in elements(page) if "data-area" in each.attributes
    }  # fmt: skip
    everybody = [*done, *said["completers"]["others"]]
    areas = Counter(each["content_area"] or "" for each in everybody)
    if not said["completers"]["why_nobody"]:
        of_done = Counter(each["content_area"] or "" for each in done)
        assert counts == {name: (str(of_done[name]), str(n)) for name, n in areas.items()}

    owed = Counter(each["role"] for each in said["due"]["due"] if each["days"] < 0)
    assert {
        each.attributes["data-owner"]: int(each.attributes["data-things"])
        for each in elements(page) if "data-owner" in each.attributes
    } == dict(owed)  # fmt: skip

    asked: dict[str, Counter[str]] = {}
    for each in pairings:
        if each["standing"] not in {"withdrawn", "reassigned"}:
            for step in each["milestones"]:
                asked.setdefault(step["id"], Counter())[step["state"]] += 1
    shown = milestones_in(page)
    for name, states in asked.items():
        finished = states["met"] + states["excused"] + states["late"]
        assert shown[name] == (finished, states.total()), name
    for each in said.get("standards", {}).get("standards", ()):
        for state, count in each["counts"].items():
            assert f'data-state="{state}">{count} of {len(each["items"])}<' in page


def milestones_in(page: str) -> dict[str, tuple[int, int]]:
    """How many have each milestone, of how many, as the page shows it."""
    found = {}
    for row in re.findall(r'<tr data-milestone="(.+?)">(.+?)</tr>', page, re.DOTALL):
        counts = re.search(r'data-done="(\d+)" data-of="(\d+)">(\d+) of (\d+)<', row[1])
        if counts:
            assert counts.groups()[:2] == counts.groups()[2:]
            found[row[0]] = (int(counts[1]), int(counts[2]))
    return found


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_page_says_what_the_lists_say(today: dt.date) -> None:
    see_that_they_agree(SAMPLE, today)


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(cases)
def test_the_page_says_of_any_program_what_the_lists_say(drawn: tuple[Case, dt.date]) -> None:
    case, today = drawn
    with tempfile.TemporaryDirectory() as folder:
        lay(case, Path(folder))
        see_that_they_agree(Path(folder), today)


@pytest.mark.parametrize("kind", get_args(ReaderKind))
def test_nobodys_phone_email_or_free_text_is_on_any_page(judged: JudgedYear, kind: str) -> None:
    page = page_of(judged, reader(judged, kind))
    for person in Folder(SAMPLE).people.values():
        phones = person.phones
        reached = [person.email, person.address, phones and phones.cell, phones and phones.school]
        assert not [each for each in reached if each and each in page]
    for team in Folder(SAMPLE).teams():
        entries = team.log.entries if team.log else ()
        written = [text for each in entries for text in (each.topics, each.actions) if text]
        written += [each.comment.text for each in team.experiences.values()
                    if each.comment and each.comment.text]  # fmt: skip
        assert not [each for each in written if " ".join(each.split())[:40] in page]


def reader(judged: JudgedYear, kind: str) -> PageReader:
    school = min(schools(judged).values())
    return {
        "coordinator": PageReader(),
        "public": PageReader("public"),
        "advisor": PageReader("advisor", ADVISOR, "Lorraine Buchholz"),
        "principal": PageReader("principal", schools=(school,)),
    }[kind]


def names_on(page: str) -> set[str]:
    """The ids of people of the sample whom a page names."""
    people = Folder(SAMPLE).people
    return {who for who in people if people[who].name in page or who in page}


def test_the_public_sees_no_names(judged: JudgedYear) -> None:
    assert names_on(page_of(judged, PageReader("public"))) == set()
    said = json.dumps(data_of(judged, PageReader("public")), default=str)
    assert names_on(said) == set()
    assert not [each for each in judged.pairings if each in said]


def test_an_advisor_sees_their_own_pairings_only(judged: JudgedYear) -> None:
    page = page_of(judged, reader(judged, "advisor"))
    own = {name for name, each in judged.pairings.items() if each.advisor == ADVISOR}
    assert texts(page, "data-pairing").keys() == own
    mine = {who for name in own for who in (judged.pairings[name].mentee,
                                            judged.pairings[name].mentor)}  # fmt: skip
    assert names_on(page) == mine | {ADVISOR}


def test_a_principal_sees_the_pairings_of_their_school_only(judged: JudgedYear) -> None:
    for school in set(schools(judged).values()):
        page = page_of(judged, PageReader("principal", schools=(school,)))
        own = {name for name, each in schools(judged).items() if each == school}
        assert texts(page, "data-pairing").keys() == own
        allowed = {who for name in own for who in (judged.pairings[name].mentee,
                                                   judged.pairings[name].mentor)}  # fmt: skip
        assert names_on(page) == allowed


def test_schools_of_one_name_are_told_apart_by_their_district(program: Path) -> None:
    """A principal of a Central High School sees nothing of another district's."""
    second = program / "pairings/2026-2027/second"
    shutil.copytree(program / "pairings/2026-2027/amara-okafor-teo-lindqvist", second)
    change(program, "pairings/2026-2027/second/pairing.yaml", ("mentee",), "ben-other")
    person = (program / "people/amara-okafor.yaml").read_text(encoding="utf-8")
    (program / "people/ben-other.yaml").write_text(person, encoding="utf-8")
    change(program, "people/ben-other.yaml", ("district",), "Elsewhere R-I")
    found = schools(judged_year(Folder(program), dt.date(2027, 5, 3)))
    assert found["second"].endswith(" (Elsewhere R-I)")
    assert len(set(found.values())) == 2


def test_a_school_is_one_however_it_is_spelled(program: Path) -> None:
    second = program / "pairings/2026-2027/second"
    shutil.copytree(program / "pairings/2026-2027/amara-okafor-teo-lindqvist", second)
    change(program, "pairings/2026-2027/second/pairing.yaml", ("mentee",), "ben-other")
    person = (program / "people/amara-okafor.yaml").read_text(encoding="utf-8")
    (program / "people/ben-other.yaml").write_text(person, encoding="utf-8")
    school = Folder(program).people["amara-okafor"].school or ""
    change(program, "people/ben-other.yaml", ("school",), school.upper())
    assert len(set(schools(judged_year(Folder(program), dt.date(2027, 5, 3))).values())) == 1


def test_what_logs_hold_is_the_same_on_every_page_but_the_coordinators(
    judged: JudgedYear,
) -> None:
    """Else one page could be taken from another, and what is left be somebody's."""
    content = ("log_minutes", "log_months", "log_kinds", "weeks", "checklists", "focal_points",
               "standards")  # fmt: skip
    pages = [data_of(judged, reader(judged, kind)) for kind in ("public", "advisor", "principal")]
    for key in content:
        assert pages[0][key] == pages[1][key] == pages[2][key], key
    assert pages[0]["standards"][0]["items"][0]["says"] == []


def test_the_public_finds_no_small_group() -> None:
    for today in DAYS:
        data = data_of(judged_year(Folder(SAMPLE), today), PageReader("public"))
        total = data["pairings_shown"]
        counted = [*(each["done"] for each in data["calendar"]), data["completed"],
                   *(each["number"] for each in data["weeks"])]  # fmt: skip
        for count in counted:
            assert count is None or count in {0, total} or 5 <= count <= total - 5
        for each in data["standings"]:
            assert each["pairings"] >= 5
        for each in data["areas"]:
            parts = (each["completed"], each["pairings"] - each["completed"])
            assert all(part == 0 or part >= 5 for part in parts)
        assert not any(each["counts"] for each in data["calendar"])
        assert data["pairings"] == data["overdue"] == []
        assert all(each["number"] is None for each in data["focal_points"])
        assert data["checklists"] % 5 == 0


def test_no_row_of_areas_has_all_of_them(judged: JudgedYear) -> None:
    """It would say to the public how many have completed, which `completed` tells in fives."""
    found = [
        each._replace(row=each.row._replace(content_area=each.pairing))
        for each in judged.entries.values()
    ]
    listed = judged.completers._replace(completers=tuple(found[:8]), others=tuple(found[8:]))
    data = data_of(judged._replace(completers=listed), PageReader("public"))
    assert (data["completed"], data["completed_told"], data["areas"]) == (None, "5 to 11", [])


def test_too_few_pairings_are_not_told_of(program: Path) -> None:
    data = data_of(judged_year(Folder(program), dt.date(2027, 5, 3)), PageReader("public"), program)
    assert data["pairings_shown"] is None
    assert data["completed"] is None
    assert data["standings"] == data["areas"] == data["weeks"] == data["focal_points"] == []
    assert data["log_months"] == []
    assert {each["done"] for each in data["calendar"]} == {None}
    assert {each["of"] for each in data["calendar"]} == {None}
    page = page_of(judged_year(Folder(program), dt.date(2027, 5, 3)), PageReader("public"), program)
    assert "too few to tell" in page


def test_ratings_are_of_each_person_once(judged: JudgedYear) -> None:
    """Josie Ferrell has two pairings, and is one person with concerns."""
    found = overview(judged, PageReader()).concerns
    rated = {judged.pairings[name].mentee for name in judged.focal_points}
    assert found.checklists == len(rated) < len(judged.pairings)
    assert all(sum(line.ratings) <= found.checklists for line in found.lines)


def test_hours_add_up_to_those_of_the_logs(judged: JudgedYear) -> None:
    found = overview(judged, PageReader()).hours
    every = [e for team in Folder(SAMPLE).teams() if team.log for e in team.log.entries]
    assert found.minutes == sum(e.minutes for e in every if e.on <= TODAY) == sum(found.by_month)
    assert sum(each.minutes for each in found.kinds) == found.minutes
    assert found.is_whole
    public = overview(judged, PageReader("public")).hours
    assert sum(each.minutes for each in public.kinds) == sum(public.by_month) == public.minutes

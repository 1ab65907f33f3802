"""Whatever somebody does to files that are not theirs, every answer is as it was before."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.run import mentorctl
from support.signers import as_person
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, TEO, TODAY, Story
from support.trails import key

from mentorctl.model.signature import SignatureState
from mentorctl.render.program_templates import LARGEST, MOST_FILES
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.reports.counted_folder import CountedFolder

PAIRING = FIRST.rpartition("/")[2]
PROGRAM, YEAR, KICKOFF = "program.yaml", "years/2026-2027.yaml", "meetings/2026-2027-kickoff.yaml"
FOCAL, LOG = f"{FIRST}/focal-points.yaml", f"{FIRST}/log.yaml"
ENTRY = (LOG, "  - id: 2026-09-29-1", "  - id")
SIGNED = f"{FIRST}/signatures/experiences-1.mentor.yaml"
LOOK, FORM, DRAFTED = "templates/look.yaml", "templates/plan.html", "reminders/2027-05-02.yaml"
DAY = ("--today", "2027-05-03")
MADE_UP = "pairings/2026-2027/zed-zed/pairing.yaml"
NOBODYS = f"mentee: grace-whitfield\nmentor: {NOOR}\nstarts: 2026-09-01\n"
# the same in every history, or of one alone
_OF_ONE = re.compile(r'"(commit|dirty)": .*|[0-9a-f]{10,64}|(DTSTAMP|LAST-MODIFIED|SEQUENCE):.*')


SIGNERS = (
    ("experiences/1.yaml", "mentor", TEO),
    ("plan.yaml", "advisor", NOOR),
    ("log.yaml#2026-09-29-1", "mentor", TEO),
)


def rightful() -> Story:
    """A history that has something of every kind that answers are drawn from."""
    story = Story()
    story.files[LOOK] = b'colours:\n  accent: "#123456"\n'
    story.files[FORM] = b"<h1>The form of the agency</h1>\n"
    story.files[DRAFTED] = (
        f"drafts:\n  - id: aa11\n    person: {AMARA}\n    notice: late\n    items: [x]\n".encode()
    )
    story.files[YEAR] += (
        f"reimbursements:\n  - person: {NOOR}\n    what: Travel\n    amount: 48\n"
        f"    on: 2026-10-02\n    approved:\n      by: {IRIS}\n      on: 2026-10-05\n"
    ).encode()
    signed_at = "2027-05-02T08:00:00-05:00"
    for path, role, person in SIGNERS:
        story.sign(path, role, person, signed_at, context=story.around(path, role))
    story.commit(IRIS, "2027-05-02T09:00")
    return story


class Case(NamedTuple):
    """What somebody does, and what they might have changed by it."""

    does: Callable[[Story], object]
    asked: tuple[str, ...]


def put(path: str, old: str, new: str) -> Callable[[Story], None]:
    return lambda story: story.put(path, old, new)


def take(path: str, start: str, end: str) -> Callable[[Story], None]:
    """Take out what begins with a text, up to where another one comes next."""

    def does(story: Story) -> None:
        before, first, rest = story.files[path].decode().partition(start)
        assert first
        story.files[path] = (before + end + rest.partition(end)[2]).encode()

    return does


def write(path: str, text: str) -> Callable[[Story], None]:
    return lambda story: story.files.update({path: text.encode()})


def delete(path: str) -> Callable[[Story], object]:
    return lambda story: story.files.pop(path)


def times(count: int, path: str, begins: str, ends: str) -> Callable[[Story], None]:
    def does(story: Story) -> None:
        head, begin, rest = story.files[path].partition(begins.encode())
        item, end, rest = rest.partition(ends.encode())
        story.files[path] = head + (begin + item) * count + end + rest

    return does


def delete_all_of(folder: str) -> Callable[[Story], None]:
    def does(story: Story) -> None:
        for path in [each for each in story.files if each.startswith(f"{folder}/")]:
            del story.files[path]

    return does


STATUS, DUTIES = ("status", PAIRING), ("status", PAIRING, "--duties")


def printed(form: str) -> tuple[str, ...]:
    return ("render", form, PAIRING, "--format", "html", "--out", "o")


PLAN, PEOPLE = printed("plan"), ("person", "list")
CASES = {
    "another day in the calendar": Case(
        put(PROGRAM, "date: 12-14\n    owner", "date: 11-01\n    owner"), STATUS
    ),
    "another year": Case(put(PROGRAM, "year: 2026-2027", "year: 2027-2028"), DUTIES),
    "another order of the calendar": Case(
        put(PROGRAM, "  - id: kickoff\n", "  - id: other\n"), ("calendar",)
    ),
    "a milestone": Case(take(PROGRAM, "  - id: experiences-1-2\n", "  - id: "), STATUS),
    "a person's file": Case(delete(f"people/{AMARA}.yaml"), STATUS),
    "a person's file, to their invoice": Case(delete(f"people/{NOOR}.yaml"), ("invoices",)),
    "a key of a person that is none": Case(
        put(f"people/{NOOR}.yaml", "    added: 2026-08-04\n", "    added:\n"), PEOPLE
    ),
    "another one": Case(
        put(f"people/{NOOR}.yaml", "    added: 2026", "    added: [x]\n    on: 2026"), PEOPLE
    ),
    "a word about a key that is none": Case(
        put(f"people/{NOOR}.yaml", "          added: 2026-08-04\n", ""), PEOPLE
    ),
    "keys that are none": Case(put(f"people/{NOOR}.yaml", "keys:\n", "keys: x\nmore:\n"), PEOPLE),
    "a role": Case(put(f"people/{NOOR}.yaml", "[advisor]", "[staff]"), PEOPLE),
    "a meeting": Case(delete(KICKOFF), STATUS),
    "who was at a meeting": Case(put(KICKOFF, f"  - {AMARA}\n", ""), STATUS),
    "the facts of the year": Case(delete(YEAR), ("invoices",)),
    "an amount": Case(put(YEAR, "amount: 48", "amount: 4800"), ("invoices",)),
    "a draft that was none": Case(
        write("reminders/2027-05-03.yaml",
              "drafts:\n  - id: bb\n    person: grace-whitfield\n    notice: late\n"
              "    items: [x]\n"),
        ("remind",),
    ),
    "the look of forms": Case(put(LOOK, "123456", "654321"), PLAN),
    "the look of forms, gone": Case(delete(LOOK), PLAN),
    "a form": Case(put(FORM, "agency", "forger"), PLAN),
    "a form, gone": Case(delete(FORM), PLAN),
    "a picture that is larger than any may be": Case(
        write("templates/large.svg", " " * (LARGEST[".svg"] + 1)), PLAN
    ),
    "more forms than there may be": Case(
        lambda story: [write(f"templates/{each}.html", "")(story) for each in range(MOST_FILES)],
        PLAN,
    ),
    "a form that the program does not have": Case(
        write("templates/visit.html", "<h1>Forged</h1>\n"),
        ("render", "visit", PAIRING, "--format", "html", "--out", "o"),
    ),
    "a day that somebody else wrote": Case(put(ONE, "achieved: 2026-11-05", "achieved:"), STATUS),
    "another day than somebody else wrote": Case(
        put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-11-15"), STATUS
    ),
    "what a plan says": Case(
        put(f"{FIRST}/plan.yaml", "Unit on food safety", "Nothing"), PLAN
    ),
    "a rating": Case(put(FOCAL, "ctso: 2", "ctso: 3"), printed("focal-points")),
    "a day on a form": Case(
        put(FOCAL, "on: 2026-09-22", "on: 2026-09-21"), printed("focal-points")
    ),
    "what was agreed": Case(
        put(f"{FIRST}/decision-points.yaml", "notes: after", "notes: not"),
        printed("decision-points"),
    ),
    "a comment": Case(put(ONE, "Thorough on grading", "Sloppy on grading"), printed("comment")),
    "an entry of a log": Case(put(f"{FIRST}/log.yaml", "topics: ", "topics: Not "), printed("log")),
    "a record": Case(delete(ONE), STATUS),
    "a signature": Case(delete(SIGNED), STATUS),
    "a signature that nobody can read": Case(write(SIGNED, "x: [\n"), ("completers",)),
    "an entry that is signed, twice": Case(times(2, *ENTRY), STATUS),
    "an entry that is signed": Case(times(0, *ENTRY), printed("log")),
    "what a comment is about": Case(
        put(f"{FIRST}/plan.yaml", "target_date: 2026-11-06", "target_date: 2026-11-05"), STATUS
    ),
    "a record that nobody can read": Case(write(ONE, "slot: [\n"), STATUS),
    "a signature file with more in it": Case(
        lambda story: story.files.update({SIGNED: story.files[SIGNED] + b"note: x\n"}), STATUS
    ),
    "a record that nobody had made": Case(
        write(f"{FIRST}/agreement.yaml", f"mentee: {AMARA}\n"), ("completers",)
    ),
    "a record of another kind, where none was": Case(
        lambda story: story.files.update(
            {f"{FIRST}/agreement.yaml": story.files[f"{FIRST}/plan.yaml"]}
        ),
        ("completers",),
    ),
    "a plan that nobody can read for one": Case(
        put(f"{FIRST}/plan.yaml", "catalogue: 1\n", "catalogue: 7.5\n"), ("completers",)
    ),
    "an empty record": Case(write(ONE, ""), STATUS),
    "a record that is a list": Case(write(f"{FIRST}/plan.yaml", "- 1\n"), PLAN),
    "what a record cannot be without": Case(put(ONE, "slot: 1\n", ""), STATUS),
    "a field that no record has": Case(put(ONE, "slot: 1\n", "slot: 1\ncolour: blue\n"), STATUS),
    "an empty meeting": Case(write(KICKOFF, ""), STATUS),
    "a person's file, empty": Case(write(f"people/{NOOR}.yaml", ""), ("invoices",)),
    "the facts of the year, empty": Case(write(YEAR, "# nothing\n"), ("invoices",)),
    "who is in a pairing": Case(delete(f"{FIRST}/pairing.yaml"), STATUS),
    "a pairing that nobody can read": Case(write(f"{FIRST}/pairing.yaml", "x: [\n"), STATUS),
    "a whole pairing": Case(delete_all_of(FIRST), ("completers",)),
    "a pairing that is none": Case(write(MADE_UP, NOBODYS), ("report",)),
    "a pairing that is none, and unreadable": Case(write(MADE_UP, "x: [\n"), ("report",)),
    "the advisor": Case(
        put(f"{FIRST}/pairing.yaml", f"advisor: {NOOR}", f"advisor: {IRIS}"),
        ("status", "--advisor", NOOR),
    ),
}  # fmt: skip


WRITERS = ("mallory", None)


def answer(root: Path, words: tuple[str, ...]) -> str:
    """What a command says and prints, without what tells one history from another."""
    shutil.rmtree(root / "o", ignore_errors=True)
    day = () if words[0] == "person" else DAY
    is_data = words[0] not in {"calendar", "render"}
    done = mentorctl(*words, *(("--format", "json") if is_data else ()), *day, cwd=root)
    assert done.code in {0, 1}, done.err
    pages = [each.read_text(encoding="utf-8") for each in sorted((root / "o").glob("*.html"))]
    return _OF_ONE.sub("", "\n".join((done.out, done.err, *pages)))


@pytest.fixture(scope="module")
def told_before(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], str]:
    """What is answered before anybody does anything."""
    root = tmp_path_factory.mktemp("laid") / "program"
    rightful().lay_in(root)

    @cache
    def told(words: tuple[str, ...]) -> str:
        return answer(root, words)

    return told


# who of them wrote it makes no difference: an ordinary run tries each case with one of them
@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("name", "by"),
    [(name, by) for number, name in enumerate(CASES) for by in WRITERS[:: 1 - number % 2 * 2]],
)
def test_answers_stay_as_they_were(
    name: str,
    by: str | None,
    told_before: Callable[[tuple[str, ...]], str],
    tmp_path: Path,
) -> None:
    case, story = CASES[name], rightful()
    case.does(story)
    story.commit(by, "2027-05-03T09:00")
    story.lay_in(tmp_path / "after")
    assert answer(tmp_path / "after", case.asked) == told_before(case.asked)


OF_ITEMS = {
    "a day of a plan": Case(
        put(f"{FIRST}/plan.yaml", "target_date: 2026-11-06", "target_date: 2027-01-06"), PLAN
    ),
    "a time of a log": Case(put(f"{FIRST}/log.yaml", "to: 16:15", "to: 18:15"), printed("log")),
    "an amount of the year": Case(put(YEAR, "amount: 48", "amount: 4800"), ("invoices",)),
}
FILES = (f"{FIRST}/plan.yaml", f"{FIRST}/log.yaml", YEAR)


def changed_twice(root: Path, case: Case, then: Callable[[Story], object]) -> None:
    """Lay what two people write, one after the other, who may not."""
    story = rightful()
    case.does(story)
    story.commit("mallory", "2027-05-03T08:00")
    then(story)
    story.commit(None, "2027-05-03T09:00")
    story.lay_in(root)


@pytest.mark.parametrize("then", ["", "x: [\n", None])
@pytest.mark.parametrize(
    ("case", "path"), [*zip(OF_ITEMS.values(), FILES, strict=True)], ids=OF_ITEMS
)
def test_nor_by_what_becomes_of_an_item_next(
    case: Case,
    path: str,
    then: str | None,
    told_before: Callable[[tuple[str, ...]], str],
    tmp_path: Path,
) -> None:
    root = tmp_path / "after"
    changed_twice(root, case, delete(path) if then is None else write(path, then))
    assert answer(root, case.asked) == told_before(case.asked)


@pytest.mark.parametrize(
    ("case", "item"),
    [*zip(OF_ITEMS.values(), [(FILES[0], "  - slot: 1", "  - "), ENTRY, (YEAR, "  - person", "\0")],
          strict=True)],
    ids=OF_ITEMS,
)  # fmt: skip
def test_nor_by_having_the_item_twice_next(
    case: Case,
    item: tuple[str, str, str],
    told_before: Callable[[tuple[str, ...]], str],
    tmp_path: Path,
) -> None:
    root = tmp_path / "after"
    changed_twice(root, case, times(2, *item))
    for asked in (case.asked, STATUS):
        assert answer(root, asked) == told_before(asked)


@pytest.mark.parametrize("by", ["mallory", NOOR])
def test_what_is_taken_away_and_put_back_counts_as_before(
    by: str, told_before: Callable[[tuple[str, ...]], str], tmp_path: Path
) -> None:
    story = rightful()
    held = story.files.pop(ONE)
    story.commit(by, "2027-05-03T08:00")
    story.files[ONE] = held + b"# back\n"
    story.commit(by, "2027-05-03T09:00")
    story.lay_in(tmp_path / "after")
    assert answer(tmp_path / "after", STATUS) == told_before(STATUS)


@pytest.mark.parametrize("by", [TEO, AMARA])
@pytest.mark.parametrize("text", ["", "{}\n", "slot: [\n"])
def test_nobody_takes_away_what_another_wrote_in_the_same_record(
    text: str, by: str, told_before: Callable[[tuple[str, ...]], str], tmp_path: Path
) -> None:
    story = rightful()
    story.files[ONE] = text.encode()
    story.commit(by, "2027-05-03T09:00")
    story.lay_in(tmp_path / "after")
    assert answer(tmp_path / "after", STATUS) == told_before(STATUS)


@pytest.mark.parametrize("name", ["another day in the calendar", "a meeting", "a form, gone"])
def test_what_a_coordinator_does_counts(
    name: str, told_before: Callable[[tuple[str, ...]], str], tmp_path: Path
) -> None:
    story, case = rightful(), CASES[name]
    case.does(story)
    story.commit(IRIS, "2027-05-03T09:00")
    story.lay_in(tmp_path / "after")
    assert answer(tmp_path / "after", case.asked) != told_before(case.asked)


@pytest.mark.parametrize("then", [delete(FORM), write(FORM, "<h1>The next one</h1>\n")])
def test_who_takes_back_what_became_of_a_form_has_the_right_one(
    then: Callable[[Story], object], tmp_path: Path
) -> None:
    story, root = rightful(), tmp_path / "program"
    right = story.files[FORM]
    story.files[FORM] = b"<h1>The forger's</h1>\n"
    story.commit("mallory", "2027-05-03T09:00")
    then(story)
    story.commit(TEO, "2027-05-03T10:00")
    last = story.lay_in(root)[-1]
    done = as_person(IRIS, root, "undo", last, "--yes", *DAY)
    assert done.code == 0, done.err
    assert (root / FORM).read_bytes() == right


def test_no_sheet_is_read_by_what_somebody_else_says_of_its_headings(tmp_path: Path) -> None:
    story, root = rightful(), tmp_path / "program"
    story.files["columns.yaml"] = b"people:\n  Office: vendor_number\n"
    story.commit(TEO, "2027-05-03T09:00")
    story.lay_in(root)
    (tmp_path / "list.csv").write_text("Name,Office\nAnna Ruiz,V0066666\n", encoding="utf-8")
    done = as_person(IRIS, root, "import", "people", tmp_path / "list.csv")
    assert done.code == 1
    assert "column Office: this column is not known" in done.err


def counted(root: Path) -> CountedFolder:
    return as_counted(Folder(root), TODAY)


def test_what_somebody_rightly_writes_beside_it_counts_too(tmp_path: Path) -> None:
    story = rightful()
    story.put(ONE, "achieved: 2026-11-05", "achieved:")
    story.commit("mallory", "2027-05-03T09:00")
    story.put(ONE, "Thorough on grading", "Thorough on marks")
    story.commit(TEO, "2027-05-03T10:00")
    story.lay_in(tmp_path / "program")
    one = counted(tmp_path / "program").team(PAIRING).experiences["1"]
    assert str(one.achieved) == "2026-11-05"
    assert str(one.comment and one.comment.text).startswith("Thorough on marks")


def test_whose_it_is_may_take_it_out(tmp_path: Path) -> None:
    story = rightful()
    story.put(ONE, "achieved: 2026-11-05", "achieved:")
    story.commit("mallory", "2027-05-03T09:00")
    story.files[ONE] += b"# so it is\n"
    story.commit(AMARA, "2027-05-03T10:00")
    story.lay_in(tmp_path / "program")
    assert counted(tmp_path / "program").team(PAIRING).experiences["1"].achieved is None


def test_what_is_taken_out_twice_is_as_it_rightly_was(tmp_path: Path) -> None:
    story = rightful()
    for by, old, new in ((TEO, "48", "4800"), (AMARA, "4800", "9"), (TEO, "    amount: 9\n", "")):
        story.put(YEAR, old, new)
        story.commit(by, "2027-05-03T09:00")
    story.lay_in(tmp_path / "program")
    facts = counted(tmp_path / "program").years[YEAR]
    assert [str(each.amount) for each in facts.reimbursements] == ["48"]


def test_an_order_that_means_something_is_as_it_rightly_was(tmp_path: Path) -> None:
    story = rightful()
    before = story.files[PROGRAM].decode()
    first, second = re.findall(r"^  - id: [a-z0-9-]+\n(?:    .*\n)+", before, re.MULTILINE)[:2]
    story.files[PROGRAM] = before.replace(first + second, second + first).encode()
    assert story.files[PROGRAM] != before.encode()
    story.commit(TEO, "2027-05-03T09:00")
    story.lay_in(tmp_path / "program")
    folder = counted(tmp_path / "program")
    assert folder.reader.content(PROGRAM) == before.encode()
    assert folder.written.reader.content(PROGRAM) != before.encode()


@pytest.mark.parametrize("text", [NOBODYS, "x: [\n"])
def test_a_pairing_that_somebody_made_up_stands_nowhere(text: str, tmp_path: Path) -> None:
    story, root = rightful(), tmp_path / "program"
    story.files[MADE_UP] = text.encode()
    story.commit(TEO, "2027-05-03T09:00")
    story.lay_in(root)
    rows = json.loads(mentorctl("status", "--format", "json", *DAY, cwd=root).out)["pairings"]
    (row,) = [each for each in rows if each["pairing"] == "zed-zed"]
    assert (row["standing"], row["mentee"]) == ("unknown", "")
    assert "was written by somebody who may not" in row["lacking"][0]["message"]
    done = as_person(IRIS, root, "completers", "--freeze", "--dry-run", *DAY)
    assert done.code == 0, done.err
    done = mentorctl("render", "calendar", "zed-zed", *DAY, cwd=root)
    assert "nobody who may has said who is in zed-zed" in done.err


def test_a_form_says_why_what_stands_there_is_not_on_it(tmp_path: Path) -> None:
    story, root = rightful(), tmp_path / "program"
    story.put(FOCAL, "  ctso: 2\n", "")
    story.commit(IRIS, "2027-05-02T10:00")
    story.put(FOCAL, "ratings:\n", "ratings:\n  ctso: 2\n")
    story.commit("mallory", "2027-05-03T09:00")
    story.lay_in(root)
    done = mentorctl(*printed("focal-points"), *DAY, cwd=root)
    assert done.code == 1
    assert "was written by somebody who may not, or whom nothing proves" in done.err
    assert "fill it in:" not in done.err


@pytest.mark.parametrize("by", [IRIS, TEO])
def test_who_signed_it_or_a_coordinator_takes_a_signature_out(by: str, tmp_path: Path) -> None:
    story = rightful()
    delete(SIGNED)(story)
    story.commit(by, "2027-05-03T09:00")
    story.lay_in(tmp_path / "program")
    team = counted(tmp_path / "program").team(PAIRING)
    assert team.standings["experiences/1.yaml", "mentor"].state is SignatureState.MISSING


EVIDENCE = f"{FIRST}/evidence/syllabus.txt"
SIGNATURES_OF = {
    "a signature": delete(SIGNED),
    "an entry that is signed, twice": times(2, *ENTRY),
    "a day under signatures": put(ONE, "achieved: 2026-11-05", "achieved: 2026-11-04"),
    "a word of program.yaml": put(PROGRAM, "title: Mentor\n", "title: Coach\n"),
    "an empty pairing": write(f"{FIRST}/pairing.yaml", ""),
    "a record": delete(ONE),
    "evidence": write(EVIDENCE, "Another syllabus\n"),
    "evidence, gone": delete(EVIDENCE),
    "a record that nobody had made": write(f"{FIRST}/agreement.yaml", f"mentee: {AMARA}\n"),
}


@pytest.mark.parametrize("does", SIGNATURES_OF.values(), ids=SIGNATURES_OF)
def test_audit_says_the_same_of_signatures(does: Callable[[Story], object], tmp_path: Path) -> None:
    story = rightful()
    before = story.audit(tmp_path / "before").states
    does(story)
    last = story.commit("mallory", "2027-05-03T09:00")
    report = story.audit(tmp_path / "program")
    assert report.states == before
    ids = story.lay_in(tmp_path / "program")
    assert ids[last] in {each.commit for each in report.matters}
    codes = {each.code for each in report.matters}
    assert not codes & {"signature-stale", "signature-invalid", "signature-unknown"}


ON_A_SIDE = {
    "a pairing": (f"{FIRST}/pairing.yaml", put(f"{FIRST}/pairing.yaml", f"mentor: {TEO}",
                                               "mentor: dale-kirchner"), NOOR, STATUS),
    "a record": (ONE, put(ONE, "achieved: 2026-11-05", "achieved: 2026-11-04"), TEO, STATUS),
    "a person": (f"people/{NOOR}.yaml", put(f"people/{NOOR}.yaml", "name: ", "# so it is\nname: "),
                 NOOR, ("invoices",)),
}  # fmt: skip


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(("path", "does", "by", "asked"), ON_A_SIDE.values(), ids=ON_A_SIDE)
def test_what_one_side_keeps_of_a_file_says_nothing_of_what_another_took_away(
    path: str,
    does: Callable[[Story], None],
    by: str,
    asked: tuple[str, ...],
    *,
    is_first: bool,
    told_before: Callable[[tuple[str, ...]], str],
    tmp_path: Path,
) -> None:
    story = rightful()
    start = len(story.commits) - 1
    delete(path)(story)
    gone = story.commit("mallory", "2027-05-03T08:00")
    story.go_to(start)
    does(story)
    side = story.commit(by, "2027-05-03T08:30", parents=(start,))
    story.go_to(gone)
    sides = (gone, side) if is_first else (side, gone)
    story.commit(AMARA, "2027-05-03T09:00", parents=sides)
    story.lay_in(tmp_path / "after")
    assert answer(tmp_path / "after", asked) == told_before(asked)


def test_under_another_name_of_the_pairing_what_was_taken_away_counts_too(tmp_path: Path) -> None:
    story = rightful()
    delete(ONE)(story)
    story.commit("mallory", "2027-05-03T08:00")
    story.files = {path.replace(FIRST, f"{FIRST}-two"): data for path, data in story.files.items()}
    story.commit(IRIS, "2027-05-03T09:00")
    story.lay_in(tmp_path / "program")
    folder = counted(tmp_path / "program")
    assert "1" in folder.team(f"{PAIRING}-two").experiences
    assert PAIRING not in folder.pairing_ids


@pytest.mark.parametrize(
    ("taken_by", "back_by", "counts"),
    [(TEO, AMARA, False), (IRIS, NOOR, False), (IRIS, TEO, True), (TEO, IRIS, True)],
)
def test_nobody_else_puts_back_a_signature_that_was_rightly_taken_out(
    taken_by: str, back_by: str, tmp_path: Path, *, counts: bool
) -> None:
    story, root = rightful(), tmp_path / "program"
    held = story.files.pop(SIGNED)
    story.commit(taken_by, "2027-05-03T08:00")
    story.files[SIGNED] = held
    back = story.commit(back_by, "2027-05-03T09:00")
    # somebody else goes on with another file
    story.files[FORM] += b"\n"
    story.commit(IRIS, "2027-05-03T10:00")
    report = story.audit(root)
    assert (report.states[SignatureState.VALID] == 3) is counts
    named = {each.commit for each in report.matters if each.code == "forbidden-change"}
    assert named == (set() if counts else {story.lay_in(root)[back]})
    hints = {each.hint for each in report.matters if each.code == "forbidden-change"}
    assert all("signs anew" in each and "saves" not in each for each in hints)


def _own_and_what_another_took_out(story: Story) -> None:
    delete(SIGNED)(story)
    story.commit("mallory", "2027-05-03T08:00")
    story.sign("experiences/1.yaml", "mentor", TEO, "2027-05-03T08:30:00-05:00")
    story.commit(TEO, "2027-05-03T09:00")
    delete(SIGNED)(story)
    story.commit(TEO, "2027-05-03T10:00")


def _merged_from_where_it_is_still(story: Story) -> None:
    start, held = len(story.commits) - 1, story.files[SIGNED]
    delete(SIGNED)(story)
    main = story.commit(TEO, "2027-05-03T08:00")
    story.go_to(start)
    side = story.commit(AMARA, "2027-05-03T08:30", parents=(start,))
    story.go_to(main)
    story.files[SIGNED] = held
    story.commit(AMARA, "2027-05-03T09:00", parents=(main, side))


@pytest.mark.parametrize("does", [_own_and_what_another_took_out, _merged_from_where_it_is_still])
def test_what_somebody_signed_and_took_back_counts_no_more(
    does: Callable[[Story], None], tmp_path: Path
) -> None:
    story = rightful()
    does(story)
    assert story.audit(tmp_path / "program").states[SignatureState.VALID] == 2


def _with_a_key_that_was_revoked(story: Story) -> tuple[int, int]:
    start = len(story.commits) - 1
    story.keys(TEO, key(TEO, "2026-08-04", by=IRIS, at="2027-05-02T18:00:00-05:00",
                        revoked="2027-05-03"))  # fmt: skip
    main = story.commit(IRIS, "2027-05-02T18:00")
    story.go_to(start)
    delete(SIGNED)(story)
    return main, story.commit(TEO, "2027-05-02T12:00", parents=(start,))


def _by_a_coordinator_of_the_past(story: Story) -> tuple[int, int]:
    one = f"coordinators:\n  - {IRIS}"
    story.put(PROGRAM, one, f"{one}\n  - {AMARA}")
    start = story.commit(IRIS, "2026-11-01T11:00")
    story.put(PROGRAM, f"{one}\n  - {AMARA}", one)
    main = story.commit(IRIS, "2026-11-02T11:00")
    story.go_to(start)
    delete(SIGNED)(story)
    return main, story.commit(AMARA, "2026-11-01T12:00", parents=(start,))


@pytest.mark.parametrize("does", [_with_a_key_that_was_revoked, _by_a_coordinator_of_the_past])
def test_no_old_side_takes_a_signature_out_by_a_right_that_has_ended(
    does: Callable[[Story], tuple[int, int]], tmp_path: Path
) -> None:
    story = rightful()
    main, side = does(story)
    story.go_to(main)
    delete(SIGNED)(story)
    story.commit(NOOR, "2027-05-03T09:00", parents=(main, side))
    assert story.audit(tmp_path / "program").states[SignatureState.VALID] == 3

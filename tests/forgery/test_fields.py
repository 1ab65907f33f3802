"""Ways to write what is another's to write. None counts, and each is named, field by field."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import pytest
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, TODAY, Story, matters

from mentorctl.cli.signing.own_rights import refused
from mentorctl.model.words import Words
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mentorctl.reports.proofs.audit_codes import AuditCode

ONE, PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
PAIRING = f"{FIRST}/pairing.yaml"
ONLY_MENTOR = "only the mentor fills it in"


YEAR, ID, OTHER = FIRST.split("/")[1], FIRST.rpartition("/")[2], SECOND.rpartition("/")[2]
MID_YEAR = f"reassignments/mid-year/{YEAR}.yaml"
SEARCH = f"reassignments/2026-11-29-{ID}.yaml"
SUMMARY = f"evaluations/summaries/{YEAR}-year-end.yaml"
ASKS = f"pairing: {ID}\nrequested_on: 2026-11-29\nrequested_by: {AMARA}\nwanted:\n  school: Ash\n"


class Change(NamedTuple):
    """A change of a file, and who may make it."""

    make: Callable[[Story], None]
    may: tuple[str, ...]
    says: str


def put(path: str, old: str, new: str) -> Callable[[Story], None]:
    return lambda story: story.put(path, old, new)


def take_out(path: str) -> Callable[[Story], None]:
    def make(story: Story) -> None:
        del story.files[path]

    return make


def add(path: str, text: str) -> Callable[[Story], None]:
    def make(story: Story) -> None:
        story.files[path] = story.files.get(path, b"") + text.encode()

    return make


def take_word(story: Story) -> None:
    path = f"people/{NOOR}.yaml"
    story.files[path] = story.files[path].partition(b"    vouched:")[0]


def change_word(story: Story) -> None:
    story.put(f"people/{NOOR}.yaml", 'signed_at: "2026-08-04', 'signed_at: "2026-08-05')


def shown_by(counter: str, answers: int = 5) -> str:
    """A summary, as far as who may write it goes; whether it counts, its signature says."""
    return (
        f"program: p\nyear: {YEAR}\nquestionnaire: year-end\nbegun: abc\ncounter: {counter}\n"
        f"threshold: 5\nrest:\n  answers: {answers}\nshown: []\n"
    )


Named: TypeAlias = "dict[str, list[AuditCode]]"
GONE_BY = (
    "only a coordinator adds a file that git or mentorctl goes by; delete it, or have one add it"
)
EVERYBODY = (TEO, AMARA, NOOR)
CHANGES = {
    "the mentor's comment": Change(
        put(ONE, "Thorough on grading", "Thorough"), (TEO,), f"{ONLY_MENTOR}: comment text"
    ),
    "the day the comment was sent": Change(
        put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-11-15"),
        (TEO,),
        f"{ONLY_MENTOR}: comment sent to advisor",
    ),
    "the day the work was done": Change(
        put(ONE, "achieved: ", "achieved: 2026-11-01 # "), (AMARA,), "only the protégé fills it in"
    ),
    "the approval of the plan": Change(
        put(PLAN, f"approved:\n  by: {NOOR}\n", f"approved: # mine\n  by: {IRIS}\n"),
        (NOOR,),
        "only the content advisor fills it in: approved by",
    ),
    "what nobody has alone": Change(
        put(PLAN, "content_area: ", "content_area: More "), EVERYBODY, ""
    ),
    "a waiver": Change(
        put(PAIRING, "state:", f"waivers:\n  - need: plan:approved.on\n    approved_by: {NOOR}\n"
            "    on: 2026-10-01\n    reason: ill\nstate:"),
        (NOOR,),
        "only a coordinator or the content advisor changes it",
    ),
    "whom a pairing follows": Change(
        put(PAIRING, "state:", "follows: some-other\nstate:"), (), "only a coordinator"
    ),
    "who is in a pairing": Change(
        put(PAIRING, f"mentor: {TEO}", f"mentor: {NOOR}"), (), "only a coordinator"
    ),
    "a record that nobody can read any more": Change(
        add(PLAN, "content_area: twice\n"), (NOOR,), "only the content advisor fills it in"
    ),
    "a record beside it, told apart by a capital letter": Change(
        add(f"{FIRST}/Plan.yaml", "content_area: Mine\n"), (), "and not everywhere; give it another"
    ),
    "a file that git goes by": Change(
        add(f"{FIRST}/.gitattributes", "*.yaml working-tree-encoding=ISO-8859-1\n"), (), GONE_BY
    ),
    "a file that git goes by, among evidence": Change(
        add(f"{FIRST}/evidence/.GitIgnore", "*\n"), (), GONE_BY
    ),
    "a program of its own": Change(
        add(f"{FIRST}/program.yaml", "id: other\nyear: 2026-2027\n"), (), GONE_BY
    ),
    "a signature in a pairing of others": Change(
        add(f"{SECOND}/signatures/plan.advisor.yaml", "signed: []\n"),
        (TEO, NOOR),
        f"{AMARA} is not in this pairing",
    ),
    "a whole record": Change(take_out(ONE), (), "fills it in"),
    "a record of other people": Change(
        put(f"{SECOND}/plan.yaml", "content_area: ", "content_area: More "),
        (TEO, NOOR),
        f"{AMARA} is not in this pairing",
    ),
    "a meeting": Change(
        add("meetings/2026-2027-kickoff.yaml", f"meeting: kickoff\non: 2026-09-01\nattended:\n"
            f"  - {TEO}\n"),
        (),
        "only a coordinator changes it",
    ),
    "the answer in the middle of the year": Change(
        add(MID_YEAR, f"answers:\n  {ID}:\n    on: 2026-11-29\n    sealed: abc\n"),
        (AMARA,),
        "only a coordinator changes it",
    ),
    "another's answer in the middle of the year": Change(
        add(MID_YEAR, f"answers:\n  {OTHER}:\n    on: 2026-11-29\n    sealed: abc\n"),
        (),
        "only a coordinator changes it",
    ),
    "what somebody asks for who wants another mentor": Change(
        add(SEARCH, ASKS), (AMARA,), "only a coordinator changes it"
    ),
    "what another pairing asks for": Change(
        add(SEARCH, ASKS.replace(ID, OTHER)), (), "only a coordinator changes it"
    ),
    "whom a search has asked": Change(
        add(SEARCH, f"{ASKS}contacts:\n  - person: {TEO}\n    on: 2026-12-01\n    answer: no\n"),
        (),
        "only a coordinator changes it",
    ),
    "what a counter shows of the answers": Change(
        add(SUMMARY, shown_by(TEO)), (TEO,), "only a coordinator changes it"
    ),
    "what another counter shows of the answers": Change(
        add(SUMMARY, shown_by("grace-whitfield")), (), "only a coordinator changes it"
    ),
    "the program": Change(
        put("program.yaml", "agency: ", "agency: The "), (), "only a coordinator changes it"
    ),
    "that a text of the program is on no form": Change(
        put("program.yaml", "\nconfidentiality:\n", "\nconfidentiality:\n  shown_on: []\n"),
        (),
        "only a coordinator changes it",
    ),
    "that nothing is said of where that text is": Change(
        put("program.yaml", "\nconfidentiality:\n", "\nconfidentiality:\n  shown_on:\n"),
        EVERYBODY,
        "",
    ),
    "that an experience of others is one of their own, and no more of it": Change(
        put(f"{SECOND}/plan.yaml", "    planned: Syllabus", "    own: {}\n    planned: Syllabus"),
        (TEO, NOOR),
        f"{AMARA} is not in this pairing",
    ),
    "another person's phone": Change(
        put(f"people/{TEO}.yaml", "name: ", "position: Head\nname: "), (TEO,), "only a coordinator"
    ),
    "what another person's key is said to be": Change(
        put(f"people/{TEO}.yaml", "\n    added:", "\n    note: lost\n    added:"),
        (),
        "only a coordinator",
    ),
    "a coordinator's word for another's key": Change(
        take_word, (), "only a coordinator changes"
    ),
    "a word in what a coordinator signed of a key": Change(
        change_word, (), "only a coordinator changes"
    ),
    "the day one's own dates count from": Change(
        put(f"people/{AMARA}.yaml", "started_on: 2026", "started_on: 2027"),
        (),
        "coordinator",
    ),
    "one's own roles": Change(
        put(f"people/{TEO}.yaml", "roles:", "roles:\n  - staff"), (), "only a coordinator"
    ),
    "a comment in a record, which says nothing": Change(add(ONE, "# seen\n"), EVERYBODY, ""),
}  # fmt: skip


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Named]:
    """What `audit` names of somebody who makes every change; each is put right before the next."""

    @cache
    def of(person: str) -> Named:
        story, made = Story(), dict[str, int]()
        right = dict(story.files)
        for name, change in CHANGES.items():
            change.make(story)
            made[name] = story.commit(person)
            story.files = dict(right)
            story.commit(IRIS)
        root = tmp_path_factory.mktemp(person) / "program"
        ids = story.lay_in(root)
        found = matters(audit(Folder(root).recorded, TODAY), "forbidden-change")
        assert {each.commit for each in found} <= {ids[place] for place in made.values()}
        return {
            name: [each for each in found if each.commit == ids[place]]
            for name, place in made.items()
        }

    return of


@pytest.mark.parametrize("person", [*EVERYBODY, IRIS])
@pytest.mark.parametrize("name", CHANGES)
def test_only_those_may_write_it_whose_it_is(
    name: str, person: str, named: Callable[[str], Named]
) -> None:
    change, found = CHANGES[name], named(person)[name]
    if person in (*change.may, IRIS):
        assert not found
    else:
        (one,) = found
        assert one.person == person
        assert change.says in one.message


def test_nobody_need_be_asked_for_another_name(tmp_path: Path) -> None:
    root, path = tmp_path / "program", f"{FIRST}/Plan.yaml"
    Story().lay_in(root)
    (root / path).write_text("content_area: Mine\n", encoding="utf-8")
    (found,) = refused(root, ledger_of(root), AMARA, [path])
    assert found.said(Words(), {}).endswith("and not everywhere; give it another")


def test_only_a_coordinator_goes_on_with_a_search(tmp_path: Path) -> None:
    story = Story()
    add(SEARCH, ASKS)(story)
    story.commit(AMARA)
    story.put(SEARCH, "school: Ash", "school: Oak")
    story.commit(AMARA, "2026-12-07T09:00")
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert found.message == "only a coordinator changes it"


@pytest.mark.parametrize("text", [shown_by(AMARA), shown_by(TEO, 6), ""])
def test_nobody_else_takes_over_what_a_counter_has_shown(text: str, tmp_path: Path) -> None:
    story = Story()
    add(SUMMARY, shown_by(TEO))(story)
    story.commit(TEO)
    if text:
        story.files[SUMMARY] = text.encode()
    else:
        del story.files[SUMMARY]
    story.commit(AMARA, "2026-12-07T09:00")
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert (found.person, found.message) == (AMARA, "only a coordinator changes it")


def test_a_merge_that_one_may_not_make_is_named(tmp_path: Path) -> None:
    """What a merge has as none of its sides had it, its maker wrote."""
    story = Story()
    start = len(story.commits) - 1
    story.put(PLAN, "content_area: ", "content_area: More ")
    one = story.commit(AMARA, "2026-10-06T09:00", parents=(start,))
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    other = story.commit(TEO, "2026-10-06T09:00", parents=(start,))
    story.put(ONE, "Thorough", "Very thorough")
    story.commit(AMARA, "2026-10-07T09:00", parents=(one, other))
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert found.message == f"{ONLY_MENTOR}: comment text"


def test_a_merge_of_what_others_may_write_is_nobodys_fault(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    story.put(PLAN, "content_area: ", "content_area: More ")
    one = story.commit(AMARA, "2026-10-06T09:00", parents=(start,))
    mine = story.files[PLAN]
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    other = story.commit(TEO, "2026-10-06T09:00", parents=(start,))
    story.files[PLAN] = mine
    story.commit(AMARA, "2026-10-07T09:00", parents=(one, other))
    assert story.audit(tmp_path / "program").matters == ()

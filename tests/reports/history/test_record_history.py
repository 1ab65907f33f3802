from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from support.histories import plain
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story
from support.telling import DATE, LATER, PLAN, told

from mentorctl.reports.history.file_story import followed
from mentorctl.reports.history.record_history import StoryEvent, history, in_short, scope_of, who
from mentorctl.reports.history.signature_events import SignatureEvent
from mentorctl.reports.history.signature_phrases import sentences
from mentorctl.store.folder import Folder
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.file_versions import versions
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NOW = dt.datetime(2027, 5, 3, tzinfo=dt.UTC)
PAIRING = "amara-okafor-teo-lindqvist"
OTHER = "grace-whitfield-teo-lindqvist"


def story(
    root: Path,
    pairing: str = "",
    path: str = "",
    since: dt.date | None = None,
    newest: int | None = None,
) -> list[StoryEvent]:
    """What is told of a folder."""
    folder = Folder(root)
    return history(folder, scope_of(folder, pairing, path), ledger_of(root), since, newest)


def said(root: Path, event: StoryEvent, pairing: str = PAIRING) -> list[str]:
    """What is told of one commit, in sentences."""
    folder = Folder(root)
    lines = [f"{each.title}: {line}" for each in event.records for line in in_short(each, 9)]
    turns = sentences(event.signature_changes, pairing, folder.people, folder.words)
    return lines + [sentence for _, sentence in turns]


def test_signatures_come_go_stale_and_hold_again(tmp_path: Path) -> None:
    ids = told(tmp_path)
    events = story(tmp_path, PAIRING, PLAN)

    assert [each.commit for each in events] == [ids[0], *ids[2:]]
    date = f"plan of {PAIRING}: Target Date of experience 2: "
    of = [f"the signature of {who} on the plan" for who in
          ("Teo Lindqvist (mentor)", "Amara Okafor (protégé)")]  # fmt: skip
    stale = "went stale: Target Date of experience 2"
    assert [said(tmp_path, each) for each in events[1:]] == [
        ["Teo Lindqvist signed the plan as mentor"],
        ["Amara Okafor signed the plan as protégé"],
        [f"{date}{DATE} → {LATER}", f"{of[0]} {stale}", f"{of[1]} {stale}"],
        [f"{date}{LATER} → {DATE}", f"{of[0]} holds again", f"{of[1]} holds again"],
        [f"{date}{DATE} → 2026-12-18", f"{of[0]} {stale}", f"{of[1]} {stale}"],
    ]


def test_who_is_who_signed_and_an_author_proves_nothing(tmp_path: Path) -> None:
    told(tmp_path)
    folder = Folder(tmp_path)
    names = [who(folder.people, each) for each in story(tmp_path, PAIRING, PLAN)]
    assert names == [
        "Iris Nakamura", "Teo Lindqvist", "Amara Okafor", "Teo Lindqvist", "Iris Nakamura",
        "Jo Tester (author, not signed)",
    ]  # fmt: skip


def test_a_forged_author_is_not_who_did_it(tmp_path: Path) -> None:
    made = Story()
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00", author=AMARA)
    made.put(PLAN, LATER, DATE)
    made.commit(None, "2026-11-03T10:00", author=AMARA)
    made.lay_in(tmp_path)
    names = [who(Folder(tmp_path).people, each) for each in story(tmp_path, PAIRING, PLAN)[1:]]
    assert names == ["Teo Lindqvist", "Amara Okafor (author, not signed)"]


def test_days_are_the_programs_whatever_the_clock_of_who_commits(tmp_path: Path) -> None:
    made = Story()
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T05:30:00+00:00")
    made.lay_in(tmp_path)
    event = story(tmp_path, PAIRING, PLAN)[-1]
    assert event.at.isoformat() == "2026-11-01T23:30:00-06:00"
    assert story(tmp_path, PAIRING, PLAN, dt.date(2026, 11, 1)) == [event]
    assert story(tmp_path, PAIRING, PLAN, dt.date(2026, 11, 2)) == []


def test_what_was_before_the_first_day_still_counts(tmp_path: Path) -> None:
    told(tmp_path)
    (last,) = story(tmp_path, PAIRING, PLAN, dt.date(2026, 11, 4))
    assert [each.what for each in last.signature_changes] == [
        SignatureEvent.STALE,
        SignatureEvent.STALE,
    ]


def test_bookkeeping_and_remarks_make_nothing_stale(tmp_path: Path) -> None:
    made = Story()
    made.sign("plan.yaml", "mentor", TEO)
    made.commit(TEO, "2026-10-05T17:00")
    made.put(PLAN, "initials: NH\n", "initials: N.H.\n")
    made.files[PLAN] = b"# a remark\n" + made.files[PLAN]
    made.commit(NOOR, "2026-10-06T17:00")
    made.lay_in(tmp_path)
    last = story(tmp_path, PAIRING, PLAN)[-1]
    assert last.records[0].details
    assert last.signature_changes == ()


def test_log_entries_are_told_together_and_a_new_one_changes_nothing(tmp_path: Path) -> None:
    made = Story()
    log = made.record("log.yaml")
    ids = [each.id for each in log.entries]
    assert len(ids) == 2
    signed = [made.signature(f"log.yaml#{each}", "mentor", TEO) for each in ids]
    made.lay("log.yaml", "mentor", *signed)
    made.commit(TEO, "2026-10-05T17:00")
    made.files[f"{FIRST}/log.yaml"] += (
        b"  - id: 2026-11-02-1\n    on: 2026-11-02\n    from: 09:00\n    to: 10:00\n"
        b"    kind: phone\n"
    )
    made.commit(AMARA, "2026-11-02T17:00")
    made.put(f"{FIRST}/log.yaml", "where: video call", "where: Hall")
    made.commit(AMARA, "2026-11-03T17:00")
    made.lay_in(tmp_path)

    events = story(tmp_path, PAIRING, f"{FIRST}/log.yaml")

    assert said(tmp_path, events[1]) == ["Teo Lindqvist signed 2 entries of the log as mentor"]
    assert events[2].signature_changes == ()
    assert f"on entry {ids[0]} of the log went stale: Where" in said(tmp_path, events[3])[-1]


def test_what_does_not_count_and_what_was_refused_or_taken_out(tmp_path: Path) -> None:
    made = Story()
    made.sign("plan.yaml", "mentor", TEO, by=NOOR)
    made.commit(NOOR, "2026-10-05T17:00")
    made.sign("plan.yaml", "mentee", AMARA, declined="not what we agreed on")
    made.commit(AMARA, "2026-10-06T17:00")
    del made.files[f"{FIRST}/signatures/plan.mentee.yaml"]
    made.commit(None, "2026-10-07T17:00")
    made.lay_in(tmp_path)

    first, second, third = story(tmp_path, PAIRING, PLAN)[1:]

    assert "in the name of Teo Lindqvist (mentor) does not count" in said(tmp_path, first)[0]
    assert said(tmp_path, second) == [
        "Amara Okafor declined to sign the plan as protégé: not what we agreed on"
    ]
    assert "was taken out" in said(tmp_path, third)[0]


def test_a_deleted_record_leaves_its_signatures_behind(tmp_path: Path) -> None:
    made = Story()
    made.sign("visits/2026-11-10.yaml", "mentor", TEO, "2026-11-10T16:00:00-06:00")
    made.commit(TEO, "2026-11-10T17:00")
    del made.files[f"{FIRST}/visits/2026-11-10.yaml"]
    made.commit(TEO, "2026-11-11T17:00")
    made.lay_in(tmp_path)
    last = story(tmp_path, PAIRING, f"{FIRST}/visits/2026-11-10.yaml")[-1]
    assert [each.what for each in last.records[0].details] == ["deleted"]
    assert [(each.what, each.why) for each in last.signature_changes] == [
        (SignatureEvent.STALE, "what was signed is gone")
    ]


def test_a_record_that_was_unreadable_for_a_while(tmp_path: Path) -> None:
    made = Story()
    made.sign("plan.yaml", "mentor", TEO)
    made.commit(TEO, "2026-10-05T17:00")
    whole = made.files[PLAN]
    made.files[PLAN] = b"experiences: [\n"
    made.commit(TEO, "2026-10-06T17:00")
    made.files[PLAN] = whole
    made.commit(TEO, "2026-10-07T17:00")
    made.lay_in(tmp_path)
    events = story(tmp_path, PAIRING, PLAN)
    assert [each.signature_changes for each in events[2:]] == [(), ()]
    assert "not readable yet" in said(tmp_path, events[2])[0]


def test_a_record_with_another_name_goes_on(tmp_path: Path) -> None:
    made = Story()
    old, new = f"{FIRST}/visits/2026-11-10.yaml", f"{FIRST}/visits/2026-11-12.yaml"
    made.files[new] = made.files.pop(old).replace(b"on: 2026-11-10", b"on: 2026-11-12", 1)
    made.commit(TEO, "2026-11-11T17:00")
    made.lay_in(tmp_path)

    first, second = story(tmp_path, PAIRING, new)

    assert first.records[0].path == new
    assert said(tmp_path, second) == [
        f"visit 2026-11-12 of {PAIRING}: was {old} before",
        f"visit 2026-11-12 of {PAIRING}: Date of Visit: 2026-11-10 → 2026-11-12",
    ]


def test_a_pairing_with_another_name_goes_on(tmp_path: Path) -> None:
    made = Story()
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    new = FIRST.replace(PAIRING, "okafor-lindqvist")
    made.files = {path.replace(FIRST, new): data for path, data in made.files.items()}
    made.put(f"{new}/plan.yaml", LATER, "2026-12-18")
    made.commit(IRIS, "2026-11-03T10:00")
    made.lay_in(tmp_path)

    events = story(tmp_path, "okafor-lindqvist", f"{new}/plan.yaml")
    assert [each.at.day for each in events] == [3, 2, 3]
    assert said(tmp_path, events[-1])[-1].endswith(f"{LATER} → 2026-12-18")

    whole = story(tmp_path, "okafor-lindqvist")
    assert [each.commit for each in whole] == [each.commit for each in events]
    moved = whole[-1].records
    assert all(each.was == each.path.replace(new, FIRST) for each in moved)
    assert {each.path for each in moved if each.details} == {f"{new}/plan.yaml"}


def test_a_pairing_that_took_over_another_begins_with_that_one(tmp_path: Path) -> None:
    made = Story()
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.files[f"{SECOND}/pairing.yaml"] += f"follows: {PAIRING}\n".encode()
    made.put(f"{SECOND}/plan.yaml", DATE, "2026-12-18")
    made.commit(IRIS, "2026-11-03T10:00")
    made.lay_in(tmp_path)
    events = story(tmp_path, OTHER, f"{SECOND}/plan.yaml")
    paths = [[each.path for each in event.records] for event in events[1:]]
    assert paths == [[PLAN], [f"{SECOND}/plan.yaml"]]
    assert len(story(tmp_path, PAIRING, PLAN)) == 2


def test_who_attended_a_meeting_belongs_to_their_story(tmp_path: Path) -> None:
    made = Story()
    path = "meetings/2026-2027-midyear.yaml"
    made.put(path, f"  - {TEO}\n", "")
    made.commit(IRIS, "2027-01-20T10:00")
    made.put(path, "attended:\n", "attended:\n  - noor-haddad\n")
    made.commit(IRIS, "2027-01-21T10:00")
    made.put(path, "attended:\n", f"attended:\n  - {TEO}\n")
    made.commit(IRIS, "2027-01-22T10:00")
    made.lay_in(tmp_path)

    events = story(tmp_path, PAIRING)

    meeting = "meeting 2026-2027-midyear: Attended: "
    assert f"{meeting}{AMARA} added" in said(tmp_path, events[0])
    assert [said(tmp_path, each) for each in events[1:]] == [
        [f"{meeting}{TEO} deleted"], [f"{meeting}{TEO} added"],
    ]  # fmt: skip
    of_plan = [line for each in story(tmp_path, PAIRING, PLAN) for line in said(tmp_path, each)]
    assert not any("meeting" in line for line in of_plan)


def test_a_merge_tells_only_what_it_did_itself(tmp_path: Path) -> None:
    made = Story()
    base = len(made.commits) - 1
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.go_to(base)
    made.put(f"{FIRST}/experiences/1.yaml", "2026-11-05", "2026-11-04")
    made.commit(AMARA, "2026-11-01T10:00", parents=(base,))
    made.put(PLAN, DATE, LATER)
    made.commit(IRIS, "2026-11-03T10:00", parents=(base + 1, base + 2))
    made.lay_in(tmp_path)

    events = story(tmp_path, PAIRING)

    # in the order of time, although they were made side by side
    assert [each.person for each in events[1:]] == [AMARA, TEO]


def test_a_clock_that_was_wrong_puts_nothing_before_what_it_follows(tmp_path: Path) -> None:
    made = Story()
    made.put(PLAN, DATE, LATER)
    made.commit(TEO, "2026-11-02T10:00")
    made.put(PLAN, LATER, DATE)
    made.commit(TEO, "2026-10-01T10:00")
    made.lay_in(tmp_path)
    details = [event.records[0].details[0].after for event in story(tmp_path, PAIRING, PLAN)[1:]]
    assert details == [LATER, DATE]


def test_a_copy_that_begins_late_says_so(tmp_path: Path) -> None:
    told(tmp_path / "whole")
    plain(tmp_path, "clone", "-q", "--depth", "2", (tmp_path / "whole").as_uri(), "part")
    first, last = story(tmp_path / "part", PAIRING, PLAN)
    assert (first.cut, last.cut) == (True, False)
    assert [each.what for each in last.signature_changes] == [
        SignatureEvent.STALE,
        SignatureEvent.STALE,
    ]


def test_the_whole_program_and_single_records_of_it(tmp_path: Path) -> None:
    made = Story()
    made.put("people/amara-okafor.yaml", "573-555-0117", "573-555-0118")
    made.commit(AMARA, "2026-11-02T10:00")
    made.lay_in(tmp_path)
    assert said(tmp_path, story(tmp_path, "", "people/amara-okafor.yaml")[-1]) == [
        "person amara-okafor: Cell Phone: 573-555-0117 → 573-555-0118"
    ]
    paths = {each.path for event in story(tmp_path) for each in event.records}
    assert {"program.yaml", "people/amara-okafor.yaml", PLAN} <= paths


def test_the_newest_are_told_as_in_the_whole_story_and_the_others_counted(tmp_path: Path) -> None:
    made = Story()
    for number, day in enumerate(("2026-11-02", "2026-11-03", "2026-11-04")):
        made.put("people/amara-okafor.yaml", f"573-555-011{7 + number}", f"573-555-011{8 + number}")
        made.commit(AMARA, f"{day}T10:00")
    made.lay_in(tmp_path)
    for scope in (("", ""), (PAIRING, ""), ("", "people/amara-okafor.yaml")):
        whole = story(tmp_path, *scope)
        for most in range(1, len(whole) + 2):
            told = story(tmp_path, *scope, newest=most)
            assert told[-most:] == whole[-most:]
            assert len(told) == len(whole)
    oldest = story(tmp_path, newest=1)[0]
    assert {each.details for each in oldest.records} == {()}


@settings(max_examples=8)
@given(st.permutations(["2026-11-10", "2026-11-11", "2026-11-12"]), st.booleans())
def test_every_commit_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, days: list[str], moved: bool
) -> None:
    root = tmp_path_factory.mktemp("told")
    made = Story()
    for day in days:
        made.put(PLAN, made.record("plan.yaml").experiences[1].target_date.isoformat(), day)
        made.commit(TEO, f"{day}T10:00")
        if moved:
            made.files[f"{FIRST}/visits/{day}.yaml"] = b"on: 2026-11-10\n"
    made.commit(TEO, "2026-12-01T10:00")
    made.lay_in(root)
    folder = Folder(root)
    parents = ledger_of(root).parents
    parts = followed(Git(root), lambda _: versions(root), scope_of(folder), parents).parts
    assert [part.version.changes for part in parts] == [part.changes for part in parts]
    plans = [event for event in story(root, PAIRING, PLAN)[1:] if event.records]
    assert [event.records[0].details[0].after for event in plans] == days

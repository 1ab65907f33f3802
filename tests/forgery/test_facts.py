"""What somebody wrote who may not counts for nothing until somebody who may has confirmed it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story, matters

from mentorctl.model.needs import Against, Fact, Need
from mentorctl.model.signature import SignatureState
from mentorctl.model.standing import Standings
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import one_team, sound_context
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE, PLAN = f"{FIRST}/experiences/1.yaml", f"{FIRST}/plan.yaml"
PAIRING_FILE = f"{FIRST}/pairing.yaml"
PAIRING = "amara-okafor-teo-lindqvist"
OTHER = "grace-whitfield-teo-lindqvist"
TODAY = dt.date(2027, 5, 3)
SENT = "experiences/1:comment.sent_to_advisor"
KICKOFF = "meetings/kickoff:attended"
GRACE = "grace-whitfield"


def known(root: Path, need: str, pairing: str = PAIRING) -> Fact:
    """What is known of a need."""
    folder = as_counted(Folder(root), TODAY)
    ctx = sound_context(folder, TODAY)
    team, *_ = one_team(folder, ctx, pairing)
    return Standings(ctx.calendar, team, ctx.shared, today=TODAY).fact(Need.parse(need))


RIGHT, FORGED = dt.date(2026, 11, 16), dt.date(2026, 11, 15)


def later(story: Story) -> None:
    story.put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-11-15")


def nothing_stood(story: Story) -> None:
    """Have the mentor take the day out before somebody else writes one."""
    day = "  sent_to_advisor: 2026-11-16\n"
    story.put(ONE, day, "")
    story.commit(TEO, "2026-11-16T08:00")
    story.put(ONE, "comment:\n", f"comment:\n{day}")


def again(story: Story) -> None:
    story.files[ONE] += b"# read once more\n"


def forge(story: Story, by: str | None = AMARA) -> None:
    later(story)
    story.commit(by, "2026-11-16T09:00")


@pytest.mark.parametrize("by", [AMARA, NOOR, None, "mallory"])
def test_a_day_of_somebody_who_may_not_does_not_count(by: str | None, tmp_path: Path) -> None:
    story = Story()
    nothing_stood(story)
    forge(story, by)
    story.lay_in(tmp_path / "program")
    found = known(tmp_path / "program", SENT)
    assert (found.on, found.recorded) == (None, FORGED)
    assert found.against is Against.UNPROVEN


@pytest.mark.parametrize("by", [AMARA, NOOR, None, "mallory"])
def test_the_day_that_rightly_stood_counts_on(by: str | None, tmp_path: Path) -> None:
    story = Story()
    forge(story, by)
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", SENT) == Fact(RIGHT, False, RIGHT, None, RIGHT)


def test_reasons_say_why_such_a_day_does_not_count(tmp_path: Path) -> None:
    story = Story()
    nothing_stood(story)
    forge(story)
    story.lay_in(tmp_path / "program")
    words = ("completers", "--explain", "--today", "2027-05-03")
    said = " ".join(mentorctl(*words, cwd=tmp_path / "program").out.split())
    assert "2026-11-15, written by somebody who may not, or whom nothing proves" in said
    assert "if it is right, have somebody who may write it save a change of that file" in said


def kept(story: Story, by: str) -> None:
    again(story)
    story.commit(by, "2026-11-17T09:00")


def signed(story: Story, by: str) -> None:
    story.sign("experiences/1.yaml", "mentor", by, "2026-11-17T09:00:00-06:00")
    story.commit(by, "2026-11-17T09:30")


def repeated(story: Story, by: str) -> None:
    story.put(ONE, "sent_to_advisor: 2026-11-15", "sent_to_advisor: 2026-11-14")
    story.commit(by, "2026-11-17T09:00")
    story.put(ONE, "sent_to_advisor: 2026-11-14", "sent_to_advisor: 2026-11-15")
    story.commit(by, "2026-11-17T09:30")


@pytest.mark.parametrize("how", [kept, repeated])
@pytest.mark.parametrize("by", [TEO, IRIS])
def test_it_counts_once_somebody_who_may_has_confirmed_it(
    how: Callable[[Story, str], None], by: str, tmp_path: Path
) -> None:
    story = Story()
    forge(story)
    how(story, by)
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", SENT).on == dt.date(2026, 11, 15)


@pytest.mark.parametrize("how", [kept, signed])
def test_nobody_else_confirms_it(how: Callable[[Story, str], None], tmp_path: Path) -> None:
    story = Story()
    forge(story)
    how(story, AMARA)
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", SENT).on == RIGHT


def test_a_signature_confirms_what_it_covers(tmp_path: Path) -> None:
    """The day it was sent comes after signing, and no signature covers it."""
    story = Story()
    story.put(ONE, "Thorough on grading", "Thorough")
    story.put(ONE, "sent_to_advisor: 2026-11-16", "sent_to_advisor: 2026-11-15")
    story.commit(AMARA, "2026-11-16T09:00")
    story.lay_in(tmp_path / "before")
    signed(story, TEO)
    story.lay_in(tmp_path / "program")
    texts = []
    for name in ("before", "program"):
        folder = as_counted(Folder(tmp_path / name), TODAY)
        team, *_ = one_team(folder, sound_context(folder, TODAY), PAIRING)
        comment = team.experiences["1"].comment
        texts.append((comment and comment.text, comment and comment.sent_to_advisor))
    assert str(texts[0][0]).startswith("Thorough on grading")
    assert str(texts[1][0]).startswith("Thorough and supplies")
    # his own commit, which signs the record, does not touch the record's file
    assert texts[0][1] == texts[1][1] == dt.date(2026, 11, 16)


def test_a_merge_by_one_who_may_is_no_word_of_theirs(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    forge(story)
    side, forged = len(story.commits) - 1, story.files[ONE]
    story.go_to(start)
    story.files[PLAN] += b"# seen\n"
    main = story.commit(NOOR, "2026-11-16T09:00", parents=(start,))
    story.files[ONE] = forged
    story.commit(TEO, "2026-11-17T09:00", parents=(main, side))
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", SENT).on == RIGHT


def test_a_waiver_of_somebody_who_may_not_waives_nothing(tmp_path: Path) -> None:
    story = Story()
    story.put(f"{FIRST}/pairing.yaml", "state:",
              f"waivers:\n  - need: {SENT}\n    approved_by: {NOOR}\n    on: 2026-10-01\n"
              "    reason: ill\nstate:")  # fmt: skip
    story.commit(TEO, "2026-11-16T09:00")
    story.lay_in(tmp_path / "program")
    assert not known(tmp_path / "program", SENT).waived
    story.files[f"{FIRST}/pairing.yaml"] += b"# agreed\n"
    story.commit(NOOR, "2026-11-17T09:00")
    story.lay_in(tmp_path / "confirmed")
    assert known(tmp_path / "confirmed", SENT).waived


def test_attendance_that_no_coordinator_wrote_does_not_count(tmp_path: Path) -> None:
    story = Story()
    path = "meetings/2026-2027-kickoff.yaml"
    whole = story.files[path]
    del story.files[path]
    story.commit(IRIS, "2026-08-10T09:00")
    story.lay_in(tmp_path / "without")
    story.files[path] = whole
    story.commit(TEO, "2026-09-10T09:00")
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", KICKOFF).on is None
    story.files[path] += b"# so it was\n"
    story.commit(IRIS, "2026-09-11T09:00")
    story.lay_in(tmp_path / "confirmed")
    assert known(tmp_path / "confirmed", KICKOFF).on is not None


def test_the_list_says_why(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    nothing_stood(story)
    forge(story)
    story.lay_in(root)
    result = mentorctl("completers", "--today", "2027-05-03", "--format", "json", cwd=root)
    assert "is 2026-11-15, written by somebody who may not" in result.out + result.err


def test_what_is_not_saved_yet_is_the_users_own(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.lay_in(root)
    file = root / ONE
    file.write_bytes(file.read_bytes().replace(b"2026-11-16", b"2026-11-15"))
    assert known(root, SENT).on == dt.date(2026, 11, 15)


def test_a_merge_by_a_coordinator_is_no_word_of_theirs(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    forge(story)
    side = len(story.commits) - 1
    story.go_to(start)
    story.put(ONE, "achieved: 2026-11-05", "achieved: 2026-11-04")
    main = story.commit(AMARA, "2026-11-16T10:00", parents=(start,))
    later(story)
    story.commit(IRIS, "2026-11-17T09:00", parents=(main, side))
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", SENT).on == RIGHT


def call(story: Story, at: str = "2026-11-20T09:00") -> int:
    """Give the pairing another name."""
    story.files = {path.replace(FIRST, f"{FIRST}-two"): held for path, held in story.files.items()}
    return story.commit(IRIS, at)


def counted(root: Path, field: str) -> object:
    folder = as_counted(Folder(root), TODAY)
    team, *_ = one_team(folder, sound_context(folder, TODAY), f"{PAIRING}-two")
    return getattr(team.experiences["1"].comment, field)


def test_another_name_of_the_pairing_confirms_nothing(tmp_path: Path) -> None:
    story = Story()
    forge(story)
    call(story)
    story.lay_in(tmp_path / "program")
    assert counted(tmp_path / "program", "sent_to_advisor") == dt.date(2026, 11, 16)
    story.files[f"{FIRST}-two/experiences/1.yaml"] += b"# so it was\n"
    story.commit(TEO, "2026-11-21T09:00")
    story.lay_in(tmp_path / "confirmed")
    assert counted(tmp_path / "confirmed", "sent_to_advisor") == dt.date(2026, 11, 15)


@pytest.mark.parametrize("by", [AMARA, IRIS])
@pytest.mark.parametrize("is_out", [False, True])
def test_under_another_name_everybody_has_the_rights_they_had(
    by: str, is_out: bool, tmp_path: Path
) -> None:
    """Whoever is in it still may go on where they were; whoever left it before may not."""
    story = Story()
    start = len(story.commits) - 1
    main = call(story, "2026-10-20T09:00")
    if is_out:
        story.put(f"{FIRST}-two/pairing.yaml", f"mentor: {TEO}", "mentor: grace-whitfield")
        main = story.commit(IRIS, "2026-10-21T09:00")
    here = dict(story.files)
    story.go_to(start)
    story.put(ONE, "Thorough on grading", "Thorough")
    side = story.commit(TEO, "2026-10-20T08:00", parents=(start,))
    story.files = here | {f"{FIRST}-two/experiences/1.yaml": story.files[ONE]}
    story.commit(by, "2026-12-15T09:00", parents=(main, side))
    found = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert [each.person for each in found] == [TEO] * is_out
    text = str(counted(tmp_path / "program", "text"))
    assert text.startswith("Thorough on grading" if is_out else "Thorough and supplies")


@pytest.mark.parametrize("is_out", [False, True])
def test_whoever_is_taken_out_while_it_gets_another_name_has_no_rights_any_more(
    is_out: bool, tmp_path: Path
) -> None:
    story = Story()
    start = len(story.commits) - 1
    if is_out:
        story.put(f"{FIRST}/pairing.yaml", f"advisor: {NOOR}", "advisor: grace-whitfield")
    main = call(story, "2026-10-20T09:00")
    here = dict(story.files)
    story.go_to(start)
    story.put(
        PLAN, f"by: {NOOR}\n  initials: NH\n  on: 2026-09-22", f"by: {NOOR}\n  on: 2026-09-22"
    )
    side = story.commit(NOOR, "2026-10-20T08:00", parents=(start,))
    story.files = here | {f"{FIRST}-two/plan.yaml": story.files[PLAN]}
    story.commit(IRIS, "2026-12-15T09:00", parents=(main, side))
    found = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert [each.person for each in found] == [NOOR] * is_out


def test_who_makes_themselves_the_advisor_is_none(tmp_path: Path) -> None:
    """They neither sign as such nor write what is the advisor's, until a coordinator says so."""
    story = Story()
    pairing = f"{FIRST}/pairing.yaml"
    story.put(pairing, f"advisor: {NOOR}", f"advisor: {TEO}")
    story.sign("plan.yaml", "advisor", TEO)
    story.commit(TEO)
    story.put(PLAN, f"approved:\n  by: {NOOR}", f"approved:\n  by: {TEO}")
    story.commit(TEO, "2026-10-06T09:00")
    report = story.audit(tmp_path / "program")
    assert {each.path for each in matters(report, "forbidden-change")} == {pairing, PLAN}
    assert report.states.get(SignatureState.VALID, 0) == 0
    story.files[pairing] += b"# so it is\n"
    story.commit(IRIS, "2026-10-07T09:00")
    assert story.audit(tmp_path / "confirmed").states[SignatureState.VALID] == 1


def test_a_merge_under_another_name_takes_nothing_back(tmp_path: Path) -> None:
    story = Story()
    start = len(story.commits) - 1
    call(story, "2026-10-20T09:00")
    one = f"{FIRST}-two/experiences/1.yaml"
    old = story.files[one]
    story.put(one, "Thorough on grading", "Thorough")
    main = story.commit(TEO, "2026-10-21T09:00")
    here = dict(story.files)
    story.go_to(start)
    story.files[PLAN] += b"# note\n"
    side = story.commit(AMARA, "2026-10-20T08:00", parents=(start,))
    story.files = here | {one: old}
    story.commit(AMARA, "2026-10-22T09:00", parents=(main, side))
    (found,) = matters(story.audit(tmp_path / "program"), "forbidden-change")
    assert (found.person, found.path) == (AMARA, one)


def given_up(story: Story) -> None:
    story.put(PAIRING_FILE, "state: active", "state: withdrawn")
    story.put(PAIRING_FILE, "ends:", "ends: 2026-10-01")
    story.commit(IRIS, "2026-10-05T09:00")


def says_active(story: Story) -> None:
    story.put(PAIRING_FILE, "state: withdrawn", "state: active")


def says_completed(story: Story) -> None:
    story.put(PAIRING_FILE, "state: withdrawn", "state: completed")


def says_nothing(story: Story) -> None:
    story.put(PAIRING_FILE, "state: withdrawn\n", "")
    story.put(PAIRING_FILE, "ends: 2026-10-01\n", "")


def state_of(root: Path) -> str:
    """How a pairing stands, as `status` says it."""
    done = mentorctl("status", PAIRING, "--format", "json", "--today", "2027-05-03", cwd=root)
    (found,) = json.loads(done.out)["pairings"]
    return str(found["state"])


@pytest.mark.parametrize("how", [says_active, says_completed, says_nothing])
def test_a_pairing_that_was_given_up_is_given_up(
    how: Callable[[Story], None], tmp_path: Path
) -> None:
    story = Story()
    given_up(story)
    how(story)
    story.commit(TEO, "2026-10-06T09:00")
    story.lay_in(tmp_path / "program")
    assert state_of(tmp_path / "program") == "withdrawn"
    listed = mentorctl("completers", "--today", "2027-05-03", cwd=tmp_path / "program")
    assert "0 of 2 pairings have completed" in listed.err
    # whoever wrote it takes it back
    story.go_to(len(story.commits) - 2)
    story.commit(TEO, "2026-10-07T09:00")
    story.lay_in(tmp_path / "back")
    assert state_of(tmp_path / "back") == "withdrawn"


def test_a_coordinator_lets_it_go_on(tmp_path: Path) -> None:
    story = Story()
    given_up(story)
    says_nothing(story)
    story.commit(TEO, "2026-10-06T09:00")
    story.files[PAIRING_FILE] += b"# seen\n"
    story.commit(IRIS, "2026-10-07T09:00")
    story.lay_in(tmp_path / "program")
    assert state_of(tmp_path / "program") != "withdrawn"


@pytest.mark.parametrize("new", ["advisor: mallory", "advisor:"])
def test_whoever_rightly_is_the_advisor_stays_it(new: str, tmp_path: Path) -> None:
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.put(PAIRING_FILE, f"advisor: {NOOR}", new)
    story.commit(TEO, "2026-10-06T09:00")
    story.put(PLAN, "initials: NH", "initials: N. H.")
    story.commit(NOOR, "2026-10-07T09:00")
    report = story.audit(tmp_path / "program")
    assert [(each.code, each.person) for each in report.matters] == [("forbidden-change", TEO)]
    assert report.states[SignatureState.VALID] == 1


def asks_for_trainings() -> Story:
    story = Story()
    asked = "".join(
        f"  - code: {code}\n    title: Skills\n    role: {role}\n"
        for code, role in (("SP 503", "mentor"), ("SP 511", "mentee"))
    )
    story.put("program.yaml", "# COMPLETION\n", f"trainings:\n{asked}\n# COMPLETION\n")
    story.put(
        "program.yaml",
        "visit:\n    optional:",
        "trainings:\n    optional: yes\n  visit:\n    optional:",
    )
    story.commit(IRIS, "2026-10-05T09:00")
    return story


def not_taken(story: Story, root: Path) -> set[str]:
    """Which trainings are missing in the second pairing, by who has not taken them."""
    story.lay_in(root)
    found = json.loads(
        mentorctl("check", "--today", "2027-05-03", "--format", "json", cwd=root).out
    )
    return {
        each["message"].partition(" (")[0]
        for each in found["findings"]
        if each["code"] == "training-missing" and each["path"].startswith(SECOND)
    }


def note_training(story: Story, code: str, person: str) -> None:
    story.files[f"{FIRST}/trainings.yaml"] = (
        f"taken:\n  - code: {code}\n    person: {person}\n    on: 2026-09-01\n".encode()
    )


def test_what_a_pairing_says_of_anothers_training_does_not_count(tmp_path: Path) -> None:
    story = asks_for_trainings()
    note_training(story, "SP 511", GRACE)
    story.commit(AMARA)
    assert not_taken(story, tmp_path / "program") == {GRACE, TEO}


@pytest.mark.parametrize("state", ["active", "withdrawn"])
def test_a_training_counts_from_another_pairing_that_somebody_is_or_was_in(
    state: str, tmp_path: Path
) -> None:
    story = asks_for_trainings()
    note_training(story, "SP 503", TEO)
    story.commit(AMARA)
    story.put(PAIRING_FILE, "state: active", f"state: {state}")
    story.commit(IRIS, "2026-10-06T09:00")
    assert not_taken(story, tmp_path / "program") == {GRACE}


def uncounted(story: Story, root: Path) -> set[str]:
    """The same, as lists and forms have it."""
    story.lay_in(root)
    needs = {GRACE: "trainings:taken.mentee.sp-511", TEO: "trainings:taken.mentor.sp-503"}
    return {who for who, need in needs.items() if known(root, need, OTHER).on is None}


def test_who_names_somebody_in_their_pairing_has_no_training_of_theirs_count(
    tmp_path: Path,
) -> None:
    """Nor takes it from whom they put out of it."""
    story = asks_for_trainings()
    note_training(story, "SP 511", GRACE)
    story.put(PAIRING_FILE, f"advisor: {NOOR}", f"advisor: {GRACE}")
    story.commit(AMARA)
    assert uncounted(story, tmp_path / "program") == {GRACE, TEO}
    story.files[PAIRING_FILE] += b"# so it is\n"
    story.commit(IRIS, "2026-10-06T09:00")
    assert uncounted(story, tmp_path / "confirmed") == {TEO}
    note_training(story, "SP 503", TEO)
    story.put(PAIRING_FILE, f"mentor: {TEO}", f"mentor: {GRACE}")
    story.commit(AMARA, "2026-10-07T09:00")
    assert uncounted(story, tmp_path / "put-out") == {GRACE}


@pytest.mark.parametrize("noted", [True, False])
def test_who_is_replaced_keeps_what_was_noted_until_then(*, noted: bool, tmp_path: Path) -> None:
    """And nobody notes anything of them there afterwards."""
    story = asks_for_trainings()
    if noted:
        note_training(story, "SP 503", TEO)
        story.commit(TEO, "2026-10-05T10:00")
    story.put(PAIRING_FILE, f"mentor: {TEO}", f"mentor: {IRIS}")
    story.commit(IRIS, "2026-10-06T09:00")
    if not noted:
        note_training(story, "SP 503", TEO)
    story.files[ONE] += b"# later\n"
    story.commit(AMARA, "2026-10-07T09:00")
    lost = {GRACE} if noted else {GRACE, TEO}
    assert uncounted(story, tmp_path / "program") == lost
    assert not_taken(story, tmp_path / "checked") == lost


def lists_of(root: Path) -> list[str]:
    """What lists say of pairings, for scripts."""
    told = []
    for name in ("status", "due", "completers"):
        done = mentorctl(name, "--today", "2027-05-03", "--format", "csv", cwd=root)
        assert done.code in {0, 1}, done.err
        told.append(done.out)
    return told


@pytest.mark.parametrize("by", [AMARA, None, "mallory"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("starts: 2026-09-14", "starts: 2027-04-20"),
        ("starts: 2026-09-14", "starts: 2027-06-15"),
        ("content_area: Family Consumer Sciences", "content_area: Cosmetics"),
        ("content_area: Family Consumer Sciences", "content_area:"),
    ],
)
def test_lists_go_by_the_start_and_area_that_rightly_stood(
    old: str, new: str, by: str | None, tmp_path: Path
) -> None:
    story = Story()
    story.put("program.yaml", "late_start: keep", "late_start: skip")
    story.commit()
    story.lay_in(tmp_path / "before")
    story.put(PAIRING_FILE, old, new)
    story.commit(by, "2027-04-27T09:00")
    story.lay_in(tmp_path / "program")
    assert lists_of(tmp_path / "program") == lists_of(tmp_path / "before")
    story.files[PAIRING_FILE] += b"# seen\n"
    story.commit(IRIS, "2027-04-28T09:00")
    story.lay_in(tmp_path / "seen")
    assert lists_of(tmp_path / "seen") != lists_of(tmp_path / "before")


def test_an_area_of_somebody_who_may_not_counts_no_more_where_none_stood(tmp_path: Path) -> None:
    story = Story()
    story.put(PAIRING_FILE, "content_area: Family Consumer Sciences", "content_area:")
    story.commit()
    story.lay_in(tmp_path / "before")
    story.put(PAIRING_FILE, "content_area:", "content_area: Cosmetics")
    story.commit(AMARA, "2027-04-27T09:00")
    story.lay_in(tmp_path / "program")
    assert lists_of(tmp_path / "program") == lists_of(tmp_path / "before")


@pytest.mark.parametrize(
    ("words", "new"),
    [
        (("--area", "consumer"), "content_area: Cosmetics"),
        (("--advisor", NOOR), "advisor: mallory"),
    ],
)
def test_a_part_of_a_list_goes_by_what_rightly_stood(
    words: tuple[str, ...], new: str, tmp_path: Path
) -> None:
    story = Story()
    (old,) = (
        each
        for each in story.files[PAIRING_FILE].decode().splitlines()
        if each.startswith(new.partition(" ")[0])
    )
    story.put(PAIRING_FILE, old, new)
    story.commit(AMARA, "2027-04-27T09:00")
    story.lay_in(tmp_path / "program")
    day = ("--today", "2027-05-03", "--format", "csv")
    done = mentorctl("status", *words, *day, cwd=tmp_path / "program")
    assert f"\n{PAIRING}," in done.out


def follows_one_at(attended: str) -> Story:
    """The second pairing took over the first after the kickoff, at which its mentor was not."""
    story = Story()
    pairing, kickoff = f"{SECOND}/pairing.yaml", "meetings/2026-2027-kickoff.yaml"
    story.put(pairing, "starts: 2026-09-14", f"starts: 2027-01-18\nfollows: {PAIRING}")
    story.put(kickoff, f"  - {TEO}\n", f"  - {attended}\n")
    story.commit(IRIS)
    return story


def test_a_meeting_counts_by_who_rightly_was_in_the_pairing_taken_over(tmp_path: Path) -> None:
    story = follows_one_at("june-park")
    story.lay_in(tmp_path / "before")
    assert known(tmp_path / "before", KICKOFF, OTHER).on is None
    story.put(PAIRING_FILE, f"mentor: {TEO}", "mentor: june-park")
    story.commit(AMARA, "2026-10-06T09:00")
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", KICKOFF, OTHER).on is None
    story.files[PAIRING_FILE] += b"# so it was\n"
    story.commit(IRIS, "2026-10-07T09:00")
    story.lay_in(tmp_path / "confirmed")
    assert known(tmp_path / "confirmed", KICKOFF, OTHER).on is not None


@pytest.mark.parametrize("other", ["", "follows: nobody-else\n"])
@pytest.mark.parametrize("by", [TEO, NOOR])
def test_nobody_takes_a_meeting_from_others_by_saying_they_took_nothing_over(
    by: str, other: str, tmp_path: Path
) -> None:
    story, pairing = follows_one_at(TEO), f"{SECOND}/pairing.yaml"
    story.lay_in(tmp_path / "before")
    assert known(tmp_path / "before", KICKOFF, OTHER).on is not None
    story.put(pairing, f"follows: {PAIRING}\n", other)
    story.commit(by, "2027-02-06T09:00")
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", KICKOFF, OTHER).on is not None
    story.files[pairing] += b"# so it is\n"
    story.commit(IRIS, "2027-02-07T09:00")
    story.lay_in(tmp_path / "confirmed")
    assert known(tmp_path / "confirmed", KICKOFF, OTHER).on is None


def test_nobody_takes_a_meeting_from_others_by_the_pairing_they_took_over(tmp_path: Path) -> None:
    story = follows_one_at(TEO)
    story.put(PAIRING_FILE, f"mentor: {TEO}", "mentor: june-park")
    story.commit(AMARA, "2026-10-06T09:00")
    story.lay_in(tmp_path / "program")
    assert known(tmp_path / "program", KICKOFF, OTHER).on is not None


def test_a_pairing_that_nobody_may_say_is_one_is_not_called_unreadable(tmp_path: Path) -> None:
    story = follows_one_at(TEO)
    made = story.files[PAIRING_FILE]
    del story.files[PAIRING_FILE]
    story.commit(IRIS, "2026-10-06T09:00")
    story.files[PAIRING_FILE] = made
    story.commit(AMARA, "2026-10-07T09:00")
    story.lay_in(tmp_path / "program")
    words = ("completers", "--explain", "--today", "2027-05-03")
    said = mentorctl(*words, cwd=tmp_path / "program").out
    assert "meetings/2026-2027-kickoff.yaml does not name" in said
    assert "cannot be read" not in said

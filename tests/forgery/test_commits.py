"""Ways to pass a commit, a key or a history off as somebody's. None counts; each is named."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from support.histories import plain
from support.keys import key_of
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, TODAY, Story, matters
from support.trails import key, print_of

from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.audit import audit
from mentorctl.store.folder import Folder
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.register.key_register import NOBODY_LEFT
from mentorctl.trail.ssh.sshsig import signed_commit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = f"{FIRST}/plan.yaml"


class Forgery(NamedTuple):
    """A way, the kind of finding it must lead to, and what that must say."""

    make: Callable[[Story], None]
    code: str
    says: str


FORGERIES: list[Forgery] = []


def forgery(code: str, says: str) -> Callable[[Callable[[Story], None]], None]:
    def take(make: Callable[[Story], None]) -> None:
        FORGERIES.append(Forgery(make, code, says))

    return take


def edit(story: Story, note: str = "note") -> None:
    story.files[PLAN] += f"# {note}\n".encode()


def mallory(person: str, **said: str) -> object:
    return key(person, "2026-10-05", of="mallory", **said)


def add_key(story: Story, person: str, added: object) -> None:
    from mentorctl.model.recorded import HeldKey

    assert isinstance(added, HeldKey)
    own = key(person, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
    story.keys(person, own, added)


@forgery("unsigned-commit", "nobody signed it")
def forged_author_and_committer(story: Story) -> None:
    edit(story)
    story.commit(None, author=IRIS)


@forgery("other-author", f"it says that {IRIS} made it, and {TEO} signed it")
def forged_author_under_ones_own_signature(story: Story) -> None:
    edit(story)
    story.commit(TEO, author=IRIS)


@forgery("other-author", f"it says that {IRIS} made it, and {TEO} signed it")
def forged_author_whose_address_one_took_for_ones_own(story: Story) -> None:
    story.put(f"people/{TEO}.yaml", "email: teo.lindqvist@marlow-tech.example",
              "email: iris.nakamura@agency.example")  # fmt: skip
    story.commit(TEO)
    edit(story)
    story.commit(TEO, author=IRIS)


def test_nobody_has_others_blamed_for_an_address_that_those_use(tmp_path: Path) -> None:
    """An address of one's own that is in nobody's file, and which somebody takes for theirs."""
    story = Story()
    for _ in range(2):
        edit(story)
        story.commit(AMARA, "2026-10-05T09:00", author="amara at home")
        path = f"people/{TEO}.yaml"
        story.files[path] = re.sub(
            rb"email: .*", b"email: jo.tester@example.org", story.files[path]
        )
        story.commit(TEO, "2026-10-05T10:00")
    assert not matters(story.audit(tmp_path / "program"), "other-author")


def test_an_address_of_ones_own_file_is_ones_own(tmp_path: Path) -> None:
    story = Story()
    edit(story)
    story.commit(AMARA, "2026-10-05T09:00", author="amara at home")
    path = f"people/{AMARA}.yaml"
    story.files[path] = re.sub(rb"email: .*", b"email: jo.tester@example.org", story.files[path])
    story.commit(AMARA, "2026-10-05T10:00")
    edit(story, "more")
    story.commit(TEO, "2026-10-05T11:00", author="amara at home")
    (found,) = matters(story.audit(tmp_path / "program"), "other-author")
    assert found.message == f"it says that {AMARA} made it, and {TEO} signed it"


def test_one_clock_that_is_wrong_is_named_once(tmp_path: Path) -> None:
    story = Story()
    for at in ("2099-01-01T09:00", "2026-10-05T09:00", "2026-10-05T10:00"):
        edit(story, at)
        story.commit(TEO, at)
    (found,) = story.audit(tmp_path / "program").matters
    assert (found.code, found.day) == ("future-commit", "2099-01-01")


def test_nor_does_it_hide_who_dates_back_what_follows_it(tmp_path: Path) -> None:
    story = Story()
    for at in ("2026-10-05T09:00", "2099-01-01T09:00", "2026-10-04T10:00"):
        edit(story, at)
        story.commit(TEO, at)
    (found,) = matters(story.audit(tmp_path / "program"), "commit-order")
    assert found.day == "2026-10-04"


@pytest.mark.parametrize(("day", "counts"), [("2026-10-06", True), ("2026-10-07", False)])
def test_the_rights_of_a_key_begin_when_its_signatures_do(
    day: str, tmp_path: Path, *, counts: bool
) -> None:
    story, root = Story(), tmp_path / "program"
    name_both(story)
    early = key(NOOR, day, of="noor-laptop")
    story.keys(NOOR, key(NOOR, "2026-08-04"), early)
    story.commit(IRIS, "2026-10-04T09:00")
    edit(story)
    add_key(story, AMARA, key(AMARA, "2026-10-05", of="amara-laptop"))
    story.commit("noor-laptop", "2026-10-05T09:00", author=NOOR)
    found = matters(story.audit(root), "revoked-key")
    assert [each.message for each in found] == (
        [] if counts else [f"it was signed with a key of {NOOR} that counts from {day} on"]
    )
    ledger = ledger_of(root)
    assert bool(ledger.register.person(print_of("amara-laptop"))) is counts
    assert bool(ledger.unproven) is not counts


def name_both(story: Story) -> None:
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {NOOR}\n")


def test_nobody_leaves_the_register_to_a_key_that_is_still_to_count(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.keys(NOOR, key(NOOR, "2030-01-01"))
    story.commit(IRIS, "2026-10-04T09:00")
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {NOOR}\n")
    story.commit(IRIS, "2026-10-05T09:00")
    (found,) = matters(story.audit(root), "key-change")
    assert found.message == NOBODY_LEFT
    assert ledger_of(root).register.coordinators == {IRIS}


@forgery("unknown-key", "it was signed with a key of nobody here")
def a_key_of_nobody(story: Story) -> None:
    edit(story)
    story.commit("mallory", author=IRIS)


@forgery("unknown-key", "it was signed with a key of nobody here")
def a_commit_from_before_its_key_was_registered(story: Story) -> None:
    edit(story)
    story.commit("teo-laptop", author=TEO)
    add_key(story, TEO, key(TEO, "2026-10-01", of="teo-laptop", by=IRIS))
    story.commit(IRIS, "2026-10-06T09:00")


@forgery("revoked-key", f"it was signed with a key of {TEO} that was revoked")
def a_revoked_key(story: Story) -> None:
    story.keys(TEO, key(TEO, "2026-08-04", "2026-10-01", by=IRIS))
    story.commit(IRIS, "2026-10-01T09:00")
    edit(story)
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_added_by_its_owner(story: Story) -> None:
    add_key(story, TEO, mallory(TEO))
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_added_in_the_coordinators_name(story: Story) -> None:
    add_key(story, TEO, mallory(TEO))
    story.commit(None, author=IRIS)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_added_by_its_own_signature(story: Story) -> None:
    add_key(story, TEO, mallory(TEO))
    story.commit("mallory", author=IRIS)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_added_to_the_coordinator(story: Story) -> None:
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-10-05", of="mallory"))
    story.commit("mallory", author=IRIS)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_vouched_for_by_somebody_else(story: Story) -> None:
    add_key(story, TEO, mallory(TEO, by=AMARA))
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_vouched_for_in_the_coordinators_name(story: Story) -> None:
    # the word says that Iris gave it, and Amara's key signed it
    word = key(TEO, "2026-10-05", of="mallory", by=AMARA)
    said = msgspec.structs.replace(word.vouched[0].statement, by=IRIS, key=print_of(IRIS))
    vouch = msgspec.structs.replace(word.vouched[0], statement=said)
    add_key(story, TEO, msgspec.structs.replace(word, vouched=(vouch,)))
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_coordinators_word_for_another_key(story: Story) -> None:
    real = key(TEO, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
    public = key_of("mallory").public_line()
    add_key(story, TEO, msgspec.structs.replace(real, public=public))
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_coordinators_word_for_another_program(story: Story) -> None:
    add_key(story, TEO, mallory(TEO, by=IRIS, program="mp-another"))
    story.commit(TEO)


@forgery("key-change", "a key cannot be read")
def a_key_with_which_anybody_could_sign(story: Story) -> None:
    weak = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    add_key(story, TEO, msgspec.structs.replace(key(TEO, "2026-10-05", of="x"), public=weak))
    story.commit(IRIS)


@forgery("key-change", f"the key of {TEO} was added to {AMARA}")
def the_key_of_another(story: Story) -> None:
    add_key(story, AMARA, key(AMARA, "2026-10-05", of=TEO, by=IRIS))
    story.commit(IRIS)


@forgery("key-change", "a revocation was taken back, and no coordinator did it")
def a_revocation_taken_back_with_an_older_word(story: Story) -> None:
    kept = story.files[f"people/{TEO}.yaml"]
    story.keys(TEO, key(TEO, "2026-08-04", "2026-10-01", by=IRIS))
    story.commit(IRIS, "2026-10-01T09:00")
    story.files[f"people/{TEO}.yaml"] = kept
    story.commit(AMARA)


@forgery("key-change", "the days of a key were changed, and no coordinator did it")
def a_revocation_put_off_with_an_older_word(story: Story) -> None:
    story.keys(TEO, key(TEO, "2026-08-04", "2026-10-01", by=IRIS))
    late = story.files[f"people/{TEO}.yaml"]
    story.commit(IRIS, "2026-10-01T09:00")
    story.keys(TEO, key(TEO, "2026-08-04", "2026-09-01", by=IRIS))
    story.commit(IRIS, "2026-10-02T09:00")
    story.files[f"people/{TEO}.yaml"] = late
    story.commit(AMARA)


@forgery("key-change", "a registered key was taken out, and no coordinator did it")
def a_key_taken_out(story: Story) -> None:
    story.keys(TEO, mallory(TEO))  # type: ignore[arg-type] # a key
    story.commit(AMARA)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_left_in_a_file_that_a_coordinator_edits(story: Story) -> None:
    add_key(story, TEO, mallory(TEO))
    story.commit(TEO)
    story.put(f"people/{TEO}.yaml", "660-555-0189", "660-555-0190")
    story.commit(IRIS, "2026-10-06T09:00")


@forgery("key-change", "the list of coordinators was changed, and no coordinator did it")
def a_self_made_coordinator(story: Story) -> None:
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {TEO}\n")
    story.commit(TEO)


@forgery("key-change", "a key was added, and no coordinator did it")
def a_key_added_by_a_self_made_coordinator(story: Story) -> None:
    a_self_made_coordinator_(story)
    add_key(story, AMARA, mallory(AMARA, by=TEO))
    story.commit(TEO, "2026-10-06T09:00")


def a_self_made_coordinator_(story: Story) -> None:
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {TEO}\n")
    story.commit(TEO)


@forgery("key-change", "by somebody who had lost the right to, in another copy")
def a_key_added_by_a_revoked_coordinator_on_an_older_side(story: Story) -> None:
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-08-05", of="iris-laptop"))
    start = story.commit(IRIS, "2026-08-05T09:00")
    story.keys(IRIS, key(IRIS), key(IRIS, "2026-08-05", "2026-10-01", of="iris-laptop"))
    main = story.commit(IRIS, "2026-10-01T09:00")
    story.go_to(start)
    add_key(story, TEO, mallory(TEO))
    side = story.commit("iris-laptop", "2026-09-01T09:00", parents=(start,), author=IRIS)
    taken = story.files[f"people/{TEO}.yaml"]
    story.go_to(main)
    story.files[f"people/{TEO}.yaml"] = taken
    story.commit(TEO, "2026-10-02T09:00", parents=(main, side))


@forgery("unreadable-person", "cannot be read; their keys stay as they were")
def keys_of_yaml_twice(story: Story) -> None:
    path = f"people/{TEO}.yaml"
    keys = story.files[path].partition(b"keys:\n")[2]
    story.files[path] += b"keys:\n" + keys
    story.commit(TEO)


@forgery("program-change", "no coordinator did it")
def more_days_of_grace(story: Story) -> None:
    story.files["program.yaml"] += b"trail:\n  grace_days: 4000\n"
    story.commit(TEO)


@forgery("program-change", "the program's id was changed")
def another_id_of_the_program(story: Story) -> None:
    story.put("program.yaml", "\nid: ", "\nid: x")
    story.commit(IRIS)


@forgery(
    "backdated", "comment.sent_to_advisor says 2026-11-16, and came in on 2027-01-11, 56 days later"
)
def a_backdated_fact(story: Story) -> None:
    path = f"{FIRST}/experiences/1.yaml"
    whole = story.files[path]
    story.put(path, "sent_to_advisor: 2026-11-16\n", "sent_to_advisor:\n")
    story.commit(TEO)
    story.files[path] = whole
    story.commit(TEO, "2027-01-11T09:00")


def copied_late(story: Story) -> None:
    """An experience that is another pairing's, put into one that does not follow it."""
    other = FIRST.replace("amara-okafor", "grace-whitfield")
    story.files[f"{other}/experiences/1.yaml"] = story.files[f"{FIRST}/experiences/1.yaml"]


def follow(story: Story, by: str) -> None:
    """Have the second pairing follow the first for one commit only."""
    story.put(f"{SECOND}/pairing.yaml", "state:", "follows: amara-okafor-teo-lindqvist\nstate:")
    copied_late(story)
    story.commit(by, "2027-01-11T09:00")
    story.put(f"{SECOND}/pairing.yaml", "follows: amara-okafor-teo-lindqvist\n", "")
    story.commit(by, "2027-01-11T09:05")


@forgery("backdated", "comment.sent_to_advisor says 2026-11-16, and came in on 2027-01-11")
def facts_of_a_pairing_that_is_followed_for_one_commit(story: Story) -> None:
    follow(story, IRIS)


@forgery("backdated", "comment.sent_to_advisor says 2026-11-16, and came in on 2027-01-11")
def facts_of_a_pairing_that_a_mentor_says_is_followed(story: Story) -> None:
    follow(story, TEO)


@forgery("commit-order", "it is dated before the commit that it follows")
def a_backdated_commit(story: Story) -> None:
    edit(story)
    story.commit(TEO)
    edit(story, "more")
    story.commit(TEO, "2026-09-01T09:00")


@forgery("commit-order", "it is dated before the commit that it follows")
def days_won_by_a_few_minutes_each(story: Story) -> None:
    for minutes in (59, 50, 41):
        edit(story, f"{minutes}")
        story.commit(TEO, f"2026-10-05T16:{minutes}")


@forgery("future-commit", "it is dated 2099-01-01, which is still to come")
def a_commit_of_the_year_2099(story: Story) -> None:
    edit(story)
    story.commit(TEO, "2099-01-01T09:00")


@forgery("future-commit", "which is still to come")
def a_commit_of_no_year_at_all(story: Story) -> None:
    edit(story)
    place = story.commit(TEO)
    author = str(story.commits[place].author).rpartition("> ")[0]
    story.commits[place] = story.commits[place]._replace(author=f"{author}> 9000000000000 +0000")


@forgery("merge-dropped", "this merge left out what only one of the sides had changed")
def a_merge_that_takes_nothing_over(story: Story) -> None:
    start = len(story.commits) - 1
    story.put(PLAN, "Unit on food safety", "Unit on knives")
    side = story.commit(AMARA, "2026-10-06T09:00", parents=(start,))
    story.go_to(start)
    edit(story)
    main = story.commit(TEO, "2026-10-06T09:00", parents=(start,))
    story.files[f"{SECOND}/plan.yaml"] += b"# seen\n"
    main = story.commit(TEO, "2026-10-07T09:00", parents=(main,))
    story.commits[main] = story.commits[main]._replace(
        files={**story.files, PLAN: story.commits[start].files[PLAN]}
    )
    story.go_to(main)
    story.commit(TEO, "2026-10-08T09:00", parents=(main, side))


@forgery("merge-dropped", "this merge left out what only one of the sides had changed")
def a_merge_of_three_that_takes_nothing_over(story: Story) -> None:
    start = len(story.commits) - 1
    sides = []
    for name in ("plan", "pairing"):
        story.go_to(start)
        story.files[f"{FIRST}/{name}.yaml"] += b"# seen\n"
        sides.append(story.commit(AMARA, "2026-10-06T09:00", parents=(start,)))
    story.go_to(start)
    story.commit(TEO, "2026-10-08T09:00", parents=(start, *sides))


@forgery("signature-taken-out", "a signed statement was taken out")
def a_merge_that_takes_a_signature_out(story: Story) -> None:
    story.sign("plan.yaml", "advisor", NOOR)
    start = story.commit(NOOR)
    edit(story)
    side = story.commit(AMARA, "2026-10-06T09:00")
    story.go_to(start)
    story.files[f"{FIRST}/pairing.yaml"] += b"# seen\n"
    main = story.commit(TEO, "2026-10-06T09:00", parents=(start,))
    edit(story)
    del story.files[f"{FIRST}/signatures/plan.advisor.yaml"]
    story.commit(TEO, "2026-10-07T09:00", parents=(main, side))


@forgery("other-root", "it merges a history with another key register")
def a_history_of_ones_own_merged_in(story: Story) -> None:
    main = len(story.commits) - 1
    own = Story()
    own.put("program.yaml", f"coordinators:\n  - {IRIS}", f"coordinators:\n  - {TEO}")
    own.keys(TEO, key(TEO, of="mallory"))
    story.files = own.files
    side = story.commit("mallory", "2026-08-03T09:00", parents=())
    story.go_to(main)
    story.commit(TEO, "2026-10-06T17:00", parents=(main, side))


@pytest.mark.parametrize("way", FORGERIES, ids=[each.make.__name__ for each in FORGERIES])
def test_no_forgery_counts_and_each_is_named(way: Forgery, tmp_path: Path) -> None:
    story = Story()
    way.make(story)
    report = story.audit(tmp_path / "program")
    found = matters(report, way.code)
    assert found, report.matters
    assert any(way.says in each.message for each in found), found
    register = ledger_of(tmp_path / "program").register
    assert register.coordinators == {IRIS}
    assert register.person(print_of("mallory")) == ""
    assert register.spans[print_of(TEO)].person == TEO


def test_what_the_same_people_may_do_is_not_named(tmp_path: Path) -> None:
    """What the forgeries are held against: the same acts by those who may."""
    story = Story()
    edit(story)
    story.commit(TEO)
    add_key(story, TEO, key(TEO, "2026-10-05", of="mallory", by=IRIS))
    story.commit(IRIS, "2026-10-06T09:00")
    edit(story, "more")
    story.commit("mallory", "2026-10-06T10:00", author=TEO)
    story.put("program.yaml", f"  - {IRIS}\n", f"  - {IRIS}\n  - {TEO}\n")
    story.files["program.yaml"] += b"trail:\n  grace_days: 4000\n"
    story.commit(IRIS, "2026-10-07T10:00")
    story.keys(NOOR, key(NOOR, "2026-08-04", "2026-10-08"))
    story.commit(TEO, "2026-10-08T10:00")
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    assert (report.commits, report.signed, report.people) == (7, 7, 2)


def rewrite(root: Path, make: Callable[[bytes], bytes]) -> None:
    """Put another commit in the last one's place."""
    raw = plain(root, "cat-file", "commit", "HEAD").encode("utf-8", "surrogateescape") + b"\n"
    words = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    plain(root, "update-ref", "HEAD", plain(root, *words, data=make(raw)))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda raw: raw.replace(b"\n\nstep", b"\n\nstop"), "it does not sign this text"),
        (lambda raw: signed_commit(raw, key_of(IRIS).sign(raw, "git")), "more than one signature"),
        (
            lambda raw: signed_commit(unsigned(raw), key_of(TEO).sign(unsigned(raw), "mentorctl")),
            "another purpose",
        ),
        (
            lambda raw: signed_commit(
                unsigned(raw), "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----"
            ),
            "only SSH signatures count",
        ),
    ],
    ids=["edited", "signed twice", "another purpose", "PGP"],
)
def test_a_commit_whose_signature_is_none(
    make: Callable[[bytes], bytes], says: str, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    edit(story)
    story.commit(TEO)
    story.lay_in(root)
    rewrite(root, make)
    report = audit(Folder(root).recorded, TODAY)
    (found,) = matters(report, "bad-commit-signature")
    assert says in found.message
    assert report.signed == 2


def unsigned(raw: bytes) -> bytes:
    head, _, rest = raw.partition(b"gpgsig ")
    return head + rest.partition(b"-----END SSH SIGNATURE-----\n")[2]


def signed_and_changed(root: Path) -> list[str]:
    """A program with a signed plan that was changed in the last commit; its commits."""
    story = Story()
    story.sign("plan.yaml", "advisor", NOOR)
    story.commit(NOOR)
    story.put(PLAN, "target_date: 2026-11-06", "target_date: 2026-11-20")
    story.commit(TEO, "2026-10-06T09:00")
    return story.lay_in(root)


def test_replaced_objects_are_not_looked_at(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = signed_and_changed(root)
    plain(root, "replace", ids[3], ids[2])
    plain(root, "replace", f"{ids[3]}:{PLAN}", f"{ids[2]}:{PLAN}")
    report = audit(Folder(root).recorded, TODAY)
    assert report.commits == 4
    assert matters(report, "signature-stale")[0].commit == ids[3]


def test_grafts_are_not_looked_at(tmp_path: Path) -> None:
    root = tmp_path / "program"
    ids = signed_and_changed(root)
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{ids[3]} {ids[0]}\n")
    assert audit(Folder(root).recorded, TODAY).commits == 4


def test_a_history_cut_off_by_hand_is_told_from_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "program"
    story = Story()
    add_key(story, TEO, mallory(TEO))
    story.commit(TEO)
    ids = story.lay_in(root)
    assert matters(audit(Folder(root).recorded, TODAY), "key-change")
    (root / ".git/shallow").write_text(f"{ids[2]}\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cut = audit(Folder(root).recorded, TODAY)
    assert cut.cut
    # nobody vouched for it, and the commit that brought it in was not a coordinator's
    assert matters(cut, "key-change")


@pytest.mark.skipif(os.name == "nt", reason="a program there is no script")
def test_nothing_in_the_folders_settings_has_a_say(tmp_path: Path) -> None:
    root, told = tmp_path / "program", tmp_path / "told"
    signed_and_changed(root)
    program = root / ".git/yes"
    program.write_text(f"#!/bin/sh\necho ran >>'{told}'\necho 'Good \"git\" signature'\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    rewrite(root, unsigned)
    (root / ".git/hooks").mkdir(exist_ok=True)
    for name in ("post-checkout", "pre-commit", "reference-transaction", "post-index-change"):
        (root / ".git/hooks" / name).symlink_to(program)
    for name, value in {
        "gpg.format": "ssh",
        "gpg.ssh.program": str(program),
        "gpg.program": str(program),
        "gpg.ssh.defaultKeyCommand": str(program),
        "core.fsmonitor": str(program),
        "core.hooksPath": str(root / ".git/hooks"),
        "filter.x.clean": str(program),
        "log.showSignature": "true",
    }.items():
        plain(root, "config", name, value)
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("* filter=x\n")
    report = audit(Folder(root).recorded, TODAY)
    assert matters(report, "unsigned-commit")
    assert not told.exists()


def test_another_folder_put_in_the_place_of_one(tmp_path: Path) -> None:
    """The bytes of a folder under the id of another: what the commit's signature covers is gone."""
    import zlib

    root = tmp_path / "program"
    ids = signed_and_changed(root)
    wanted = plain(root, "rev-parse", f"{ids[3]}:{FIRST}")
    other = plain(root, "rev-parse", f"{ids[2]}:{FIRST}")
    data = _raw(root, other)
    # packed objects are found first: unpack them all
    for pack in (root / ".git/objects/pack").glob("*.pack"):
        content = pack.read_bytes()
        for part in (root / ".git/objects/pack").glob(f"{pack.stem}*"):
            part.chmod(0o600)
            part.unlink()
        plain(root, "unpack-objects", "-q", data=content)
    place = root / ".git/objects" / wanted[:2] / wanted[2:]
    place.chmod(0o600)
    place.write_bytes(zlib.compress(b"tree %d\0" % len(data) + data))
    from mentorctl.trail.git.repository import GitError

    with pytest.raises(GitError, match=wanted[:10]):
        audit(Folder(root).recorded, TODAY)


def _raw(root: Path, name: str) -> bytes:
    import subprocess

    done = subprocess.run(
        ["git", "cat-file", "tree", name], cwd=root, check=True, capture_output=True
    )
    return done.stdout


def test_a_clean_program_stays_clean(tmp_path: Path) -> None:
    root = tmp_path / "program"
    signed_and_changed(root)
    report = audit(Folder(root).recorded, TODAY)
    assert [each.code for each in report.matters] == ["signature-stale"]
    assert report.states[SignatureState.STALE] == 1

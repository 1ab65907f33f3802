"""Ways to pass something off as a person's signature. None counts; each is named."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest
from support.keys import sign_as
from support.story import AMARA, FIRST, IRIS, NOOR, SECOND, TEO, Story, matters, see_founder
from support.trails import PROGRAM, changed, covered, key, print_of, signatures

from mentorctl.model.canonical import digest
from mentorctl.model.recorded import PaperSignature, Scan, text_to_sign
from mentorctl.model.signature import SignatureState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


PLAN, ONE, TWO = "plan.yaml", "experiences/1.yaml", "experiences/2.yaml"
PLAN_FILE = f"{FIRST}/signatures/plan.advisor.yaml"


class Forgery(NamedTuple):
    """A way, the kind of finding it must lead to, and what that must say.

    `but` is how many signatures count nonetheless: those that were really given.
    """

    make: Callable[[Story], None]
    code: str
    says: str
    but: int = 0


FORGERIES: list[Forgery] = []


def forgery(code: str, says: str, but: int = 0) -> Callable[[Callable[[Story], None]], None]:
    def take(make: Callable[[Story], None]) -> None:
        FORGERIES.append(Forgery(make, code, says, but))

    return take


def paper(by: str) -> PaperSignature:
    import datetime as dt

    scan = Scan("syllabus.txt", hashlib.sha256(b"").hexdigest())
    return PaperSignature(dt.date(2026, 10, 4), by, scan)


@forgery("signature-replayed", "and put here", but=1)
def replayed_on_another_record(story: Story) -> None:
    signed = story.sign(ONE, "mentor", TEO)
    story.lay(TWO, "mentor", signed)
    story.commit(TEO)


@forgery("signature-replayed", "and put here", but=1)
def replayed_for_another_role(story: Story) -> None:
    signed = story.sign("log.yaml#2026-09-29-1", "mentor", TEO)
    story.lay("log.yaml", "mentee", signed)
    story.commit(TEO)


@forgery("signature-replayed", "and put here", but=1)
def replayed_in_another_pairing(story: Story) -> None:
    signed = story.sign(PLAN, "advisor", NOOR)
    story.lay(PLAN, "advisor", signed, pairing=SECOND)
    story.commit(NOOR)


@forgery("signature-replayed", "and put here")
def swapped_signature_files(story: Story) -> None:
    plan = story.signature(PLAN, "advisor", NOOR)
    one = story.signature(ONE, "mentor", TEO)
    story.lay(PLAN, "advisor", one)
    story.lay(ONE, "mentor", plan)
    story.commit(TEO)


@forgery("signature-stale", "the record is not there any more")
def another_entry_given_the_id_of_a_signed_one(story: Story) -> None:
    signed = story.sign("log.yaml#2026-09-29-1", "mentor", TEO)
    # the entry takes another one's id
    story.put(f"{FIRST}/log.yaml", "id: 2026-10-13-1", "id: 2026-10-13-2")
    story.put(f"{FIRST}/log.yaml", "id: 2026-09-29-1", "id: 2026-10-13-1")
    assert signed.statement.record.endswith("#2026-09-29-1")
    story.commit(TEO)


@forgery("signature-invalid", "it does not sign this text")
def replayed_with_another_path_written_in(story: Story) -> None:
    signed = story.signature(ONE, "mentor", TEO)
    record = story.record(TWO)
    story.lay(
        TWO, "mentor",
        changed(signed, record=f"{FIRST}/{TWO}", content=digest(covered(record, "mentor"))),
    )  # fmt: skip
    story.commit(TEO)


@forgery("signature-invalid", "it was signed for another program")
def signed_for_another_program(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, program="mp-another")
    story.commit(NOOR)


@forgery("signature-invalid", f"the key is {TEO}'s, not {NOOR}'s")
def signed_in_the_name_of_another(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by=TEO)
    story.commit(TEO)


@forgery("signature-invalid", f"{NOOR} is the advisor here")
def signed_in_a_role_that_one_does_not_hold(story: Story) -> None:
    story.sign(PLAN, "advisor", TEO)
    story.commit(TEO)


@forgery("signature-invalid", "nobody is the supervisor here")
def signed_in_a_role_that_nobody_holds(story: Story) -> None:
    story.sign(PLAN, "supervisor", TEO)
    story.commit(TEO)


@forgery("signature-invalid", "does not hold the role coordinator")
def signed_in_a_role_outside_of_the_pairing(story: Story) -> None:
    story.sign(PLAN, "coordinator", TEO)
    story.commit(TEO)


@forgery("signature-invalid", "its namespace is another one")
def signed_as_a_commit_is(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, namespace="git")
    story.commit(NOOR)


@forgery("signature-invalid", "its namespace is another one")
def signed_as_a_key_is_vouched_for(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, namespace="mentorctl-key")
    story.commit(NOOR)


@forgery("signature-invalid", "and SHA256:")
def a_statement_that_names_another_key(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by=TEO, key=print_of(NOOR))
    story.commit(TEO)


@forgery("signature-invalid", "was registered for nobody")
def a_key_of_nobody(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by="mallory")
    story.commit(NOOR)


@forgery("signature-invalid", "was registered for nobody")
def a_key_that_was_registered_only_later(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by="noor-laptop")
    story.commit(NOOR)
    first = key(NOOR, "2026-08-04", by=IRIS, at="2026-08-04T09:00:00-05:00")
    laptop = key(NOOR, "2026-10-01", by=IRIS, of="noor-laptop", at="2026-10-06T09:00:00-05:00")
    story.keys(NOOR, first, laptop)
    story.commit(at="2026-10-06T09:00")


@forgery("signature-invalid", "its key was registered only on 2026-08-04")
def dated_before_its_key(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, "2026-08-01T09:00:00-05:00")
    story.commit(NOOR, "2026-08-06T09:00")


def revoked(story: Story, at: str = "2026-10-08T09:00", since: str = "2026-10-08") -> None:
    word = key(NOOR, "2026-08-04", since, by=IRIS, at=f"{at}:00-05:00")
    story.keys(NOOR, word)
    story.commit(at=at)


@forgery("signature-invalid", "its key was revoked as of 2026-10-08")
def a_revoked_key(story: Story) -> None:
    revoked(story)
    story.sign(PLAN, "advisor", NOOR, "2026-10-09T09:00:00-05:00")
    story.commit(TEO, "2026-10-09T10:00")


@forgery("signature-invalid", "its key was revoked as of 2026-10-08")
def a_revoked_key_with_a_backdated_day(story: Story) -> None:
    revoked(story)
    story.sign(PLAN, "advisor", NOOR, "2026-10-05T09:00:00-05:00")
    story.commit(TEO, "2026-10-09T10:00")


@forgery("signature-invalid", "its key was revoked as of 2026-09-01")
def a_key_that_was_revoked_as_of_an_earlier_day(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR)
    story.commit(NOOR)
    revoked(story, since="2026-09-01")


@forgery("signature-invalid", "it was merged in from a copy in which its key was not revoked yet")
def a_revoked_key_on_a_side_that_began_before(story: Story) -> None:
    start = len(story.commits) - 1
    revoked(story)
    main = len(story.commits) - 1
    story.go_to(start)
    story.sign(PLAN, "advisor", NOOR, "2026-10-05T09:00:00-05:00")
    side = story.commit(NOOR, "2026-10-05T10:00", parents=(start,))
    added = story.files[PLAN_FILE]
    story.go_to(main)
    story.files[PLAN_FILE] = added
    story.commit(TEO, "2026-10-09T10:00", parents=(main, side))


@forgery("signature-invalid", "its key was revoked as of 2026-10-08")
def a_revocation_taken_back_by_somebody_else(story: Story) -> None:
    kept = story.files[f"people/{NOOR}.yaml"]
    revoked(story)
    story.files[f"people/{NOOR}.yaml"] = kept
    story.commit(TEO, "2026-10-09T09:00")
    story.sign(PLAN, "advisor", NOOR, "2026-10-09T09:30:00-05:00")
    story.commit(NOOR, "2026-10-09T10:00")


@forgery("signature-invalid", "it does not sign this text")
def an_edited_statement(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    story.lay(PLAN, "advisor", changed(signed, signed_at="2026-09-05T16:00:00-05:00"))
    story.commit(TEO)


@forgery("signature-invalid", "it does not sign this text")
def a_declined_signature_turned_into_one(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR, declined="The targets are too late.")
    story.lay(PLAN, "advisor", changed(signed, declined=None))
    story.commit(TEO)


@forgery("signature-stale", "as advisor: content area, by teo-lindqvist")
def an_edited_record(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR)
    story.commit(NOOR)
    story.put(f"{FIRST}/plan.yaml", "content_area: Family Consumer Sciences", "content_area: Art")
    story.commit(TEO, "2026-10-06T17:00")


@forgery("signature-invalid", "it does not sign this text")
def an_edited_record_with_the_digest_edited_too(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    story.put(f"{FIRST}/plan.yaml", "content_area: Family Consumer Sciences", "content_area: Art")
    content = digest(covered(story.record(PLAN), "advisor"))
    story.lay(PLAN, "advisor", changed(signed, content=content))
    story.commit(TEO)


@forgery("signature-stale", "the record is not there any more")
def a_signed_record_that_is_deleted(story: Story) -> None:
    story.sign(ONE, "mentor", TEO)
    story.commit(TEO)
    del story.files[f"{FIRST}/{ONE}"]
    story.commit(IRIS, "2026-10-06T17:00")


@forgery("signature-stale", "the record is not there any more")
def a_signed_entry_that_is_deleted(story: Story) -> None:
    story.sign("log.yaml#2026-10-13-1", "mentor", TEO)
    story.commit(TEO)
    log = story.files[f"{FIRST}/log.yaml"]
    story.files[f"{FIRST}/log.yaml"] = log.partition(b"  - id: 2026-10-13-1")[0]
    story.commit(IRIS, "2026-10-06T17:00")


@forgery("signature-invalid", "two entries of the log have the same id")
def a_second_entry_with_the_id_of_a_signed_one(story: Story) -> None:
    story.put(f"{FIRST}/log.yaml", "id: 2026-10-13-1", "id: 2026-09-29-1")
    path = "log.yaml#2026-09-29-1"
    story.sign(path, "mentor", TEO)
    story.commit(TEO)


@forgery("signature-taken-out", "a signed statement was taken out")
def a_signature_taken_out(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, declined="The targets are too late.")
    story.commit(NOOR)
    del story.files[PLAN_FILE]
    story.commit(TEO, "2026-10-06T17:00")


@forgery("signature-invalid", f"the key is {IRIS}'s, not {NOOR}'s")
def an_attestation_dressed_as_a_signature(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by=IRIS)
    story.commit(IRIS)


@forgery("signature-invalid", "it does not sign this text")
def an_attestation_without_its_paper(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR, by=IRIS, paper=paper(IRIS))
    story.lay(PLAN, "advisor", changed(signed, paper=None))
    story.commit(IRIS)


@forgery("signature-invalid", f"{TEO} is no coordinator")
def an_attestation_by_somebody_else(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by=TEO, paper=paper(TEO))
    story.commit(TEO)


@forgery("scan-changed", "is not there, or is another one now", but=1)
def an_attestation_whose_scan_was_swapped(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, by=IRIS, paper=paper(IRIS))
    story.commit(IRIS)


@forgery("signature-invalid", "which was still to come when it came in on 2026-10-05")
def dated_in_the_year_2099(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, "2099-01-01T09:00:00-06:00")
    story.commit(NOOR)


@forgery("signature-invalid", "which was still to come when it came in on 2026-10-05")
def dated_ahead_of_a_day_that_has_come_since(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, "2026-12-24T09:00:00-06:00")
    story.commit(NOOR)


@forgery("signature-invalid", "is no time with an offset")
def dated_without_an_offset(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, "2026-10-05T09:00:00")
    story.commit(NOOR)


@forgery("backdated", "a signature of 2026-08-20 came in on 2026-10-05, 46 days later", but=1)
def backdated(story: Story) -> None:
    story.sign(PLAN, "advisor", NOOR, "2026-08-20T09:00:00-05:00")
    story.commit(NOOR)


@forgery("unreadable-signatures", "signatures that cannot be read")
def keys_of_yaml_twice(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    text = signatures(signed).decode()
    story.files[PLAN_FILE] = text.replace("    role: advisor\n", "    role: mentor\n" * 2).encode()
    if b"role: mentor\n" not in story.files[PLAN_FILE]:
        story.files[PLAN_FILE] = text.encode() + text.encode()
    story.commit(TEO)


@forgery("signature-invalid", "it is not a signature as OpenSSH writes one")
def no_signature_at_all(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    story.lay(PLAN, "advisor", msgspec.structs.replace(signed, signature="I, Noor, sign this."))
    story.commit(TEO)


@forgery("signature-invalid", "only SSH signatures count")
def a_signature_of_pgp(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    text = "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
    story.lay(PLAN, "advisor", msgspec.structs.replace(signed, signature=text))
    story.commit(TEO)


@forgery("signature-invalid", "it does not sign this text")
def another_ones_signature_under_the_statement(story: Story) -> None:
    signed = story.signature(PLAN, "advisor", NOOR)
    other = sign_as(NOOR, text_to_sign(changed(signed, intent="I was there.").said))
    story.lay(PLAN, "advisor", msgspec.structs.replace(signed, signature=other))
    story.commit(TEO)


@forgery("signature-invalid", "with the keys of other coordinators")
def a_history_of_ones_own_merged_in(story: Story) -> None:
    """It makes Teo its coordinator, who vouches there for Noor's paper."""
    main = len(story.commits) - 1
    own = Story()
    own.put("program.yaml", f"coordinators:\n  - {IRIS}", f"coordinators:\n  - {TEO}")
    own.keys(TEO, key(TEO))
    story.files = own.files
    first = story.commit(TEO, "2026-08-03T09:00", parents=())
    story.sign(PLAN, "advisor", NOOR, by=TEO, paper=paper(TEO))
    side = story.commit(TEO, "2026-10-05T09:00", parents=(first,))
    added = story.files[PLAN_FILE]
    story.go_to(main)
    story.files[PLAN_FILE] = added
    story.commit(TEO, "2026-10-06T17:00", parents=(main, side))


@pytest.mark.parametrize("way", FORGERIES, ids=[each.make.__name__ for each in FORGERIES])
def test_no_forgery_counts_and_each_is_named(way: Forgery, tmp_path: Path) -> None:
    story = Story()
    way.make(story)
    see_founder()
    report = story.audit(tmp_path / "program")
    found = matters(report, way.code)
    assert found, report.matters
    said = [f"{each.path} {each.message}" for each in found]
    assert any(way.says in each for each in said), said
    counted = sum(report.states.get(each, 0) for each in (SignatureState.VALID,
                                                          SignatureState.ATTESTED))  # fmt: skip
    assert counted == way.but


def test_real_signatures_count(tmp_path: Path) -> None:
    """What the forgeries are held against: the same acts by those whose they are."""
    story = Story()
    story.sign(PLAN, "advisor", NOOR)
    story.sign(PLAN, "advisor", NOOR, pairing=SECOND)
    story.sign(ONE, "mentor", TEO)
    story.sign("log.yaml#2026-09-29-1", "mentor", TEO)
    story.sign("log.yaml#2026-09-29-1", "mentee", AMARA)
    story.commit(TEO)
    report = story.audit(tmp_path / "program")
    assert report.matters == ()
    assert report.program == PROGRAM
    assert report.states[SignatureState.VALID] == 5

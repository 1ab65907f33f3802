from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

import pytest
from support.folders import contents, history
from support.histories import plain
from support.keys import needs_openssh
from support.run import mentorctl
from support.signers import as_person, book, lay_registered, mark, signer_of

from mentorctl.model.signature import SignatureState, Standing
from mentorctl.reports.proofs.signature_report import looking_into
from mentorctl.store.folder import Folder
from mentorctl.trail.signatures.signature_states import standings
from mentorctl.trail.signatures.statements import trail_of

if TYPE_CHECKING:
    from pathlib import Path

    from support.run import Result

pytestmark = needs_openssh

IRIS, NOOR = "iris-nakamura", "noor-haddad"
PAIRING = "amara-okafor-teo-lindqvist"
FOLDER = f"pairings/2026-2027/{PAIRING}"
TODAY = ("--today", "2027-05-03")
ON = ("--signed-on", "2026-09-22")


@pytest.fixture
def signing(program: Path) -> Path:
    """A program in which everybody has a registered key."""
    return lay_registered(program)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "Plan, signed (page 1).png"
    path.write_bytes(b"\x89PNG a scanned page")
    return path


def attest(by: str, root: Path, *words: str | Path) -> Result:
    return as_person(by, root, "attest", "okafor", *words, "--yes", *TODAY)


def stand(root: Path, record: str, role: str) -> Standing:
    folder = Folder(root)
    day = dt.datetime.now(dt.UTC).date()
    trail = looking_into(folder.recorded, trail_of(book(root), day))
    return standings(folder.team(PAIRING).recorded, folder.program, trail)[record, role]


def test_a_coordinator_vouches_for_paper(signing: Path, scan: Path) -> None:
    done = attest(IRIS, signing, "plan", "noor", "--scan", scan, *ON)

    assert done.code == 0, done.err
    found = stand(signing, "plan.yaml", "advisor")
    assert (found.state, found.person) == (SignatureState.ATTESTED, NOOR)
    assert found.why == "on paper, attested by iris-nakamura"
    assert found.key == mark(IRIS) == signer_of(signing)
    assert history(signing)[0] == (
        f"Individual Mentoring Plan of {PAIRING}: signed on paper on 2026-09-22 by Noor Haddad"
        " as Content Advisor, attested by Iris Nakamura"
    )
    assert plain(signing, "status", "--porcelain") == ""


def test_the_scan_is_kept_with_its_digest_and_is_no_stray_evidence(
    signing: Path, scan: Path
) -> None:
    attest(IRIS, signing, "plan", "advisor", "--scan", scan, *ON)

    said = Folder(signing).team(PAIRING).recorded.signatures["plan.advisor"].signed[0].statement
    assert said.paper is not None
    kept = signing / FOLDER / "evidence" / said.paper.scan.file
    assert kept.read_bytes() == scan.read_bytes()
    assert said.paper.scan.sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert str(said.paper.signed_on) == "2026-09-22"
    checked = mentorctl("check", *TODAY, cwd=signing)
    assert "evidence-unnamed" not in checked.out


def test_one_scan_of_several_records_is_kept_once(signing: Path, scan: Path) -> None:
    attest(IRIS, signing, "experiences/1", "mentor", "--scan", scan, *ON)
    attest(IRIS, signing, "log", "mentee", "--scan", scan, *ON)

    team = Folder(signing).team(PAIRING)
    files = {each.statement.paper.scan.file for signatures in team.recorded.signatures.values()
             for each in signatures.signed if each.statement.paper}  # fmt: skip
    assert len(files) == 1
    assert len([name for name in team.evidence if name.startswith("Plan")]) == 1


def test_only_a_coordinator_does(signing: Path, scan: Path) -> None:
    before = contents(signing)

    done = attest(NOOR, signing, "plan", "advisor", "--scan", scan, *ON)

    assert done.code == 1
    assert "only a coordinator vouches for a signature on paper" in done.err
    assert contents(signing) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan", "teo-lindqvist"), "is signed by advisor (Noor Haddad), not by teo-lindqvist"),
        (("plan", "mentor"), "not by mentor"),
        (("focal-points", "noor"), "nobody signs the Focal Points Checklist"),
    ],
)
def test_who_does_not_sign_a_record_did_not_on_paper_either(
    signing: Path, scan: Path, words: tuple[str, ...], said: str
) -> None:
    done = attest(IRIS, signing, *words, "--scan", scan, *ON)

    assert done.code == 2
    assert said in done.err.replace("\n", " ")


def test_a_day_to_come_or_a_scan_that_is_none(signing: Path, scan: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    before = contents(signing)

    later = attest(IRIS, signing, "plan", "noor", "--scan", scan, "--signed-on", "2027-05-04")
    gone = attest(IRIS, signing, "plan", "noor", "--scan", tmp_path / "none.png", *ON)
    nothing = attest(IRIS, signing, "plan", "noor", "--scan", empty, *ON)
    empty.write_text("name,signed\nNoor,yes\n", encoding="utf-8")
    table = attest(IRIS, signing, "plan", "noor", "--scan", empty, *ON)

    assert [each.code for each in (later, gone, nothing, table)] == [2, 2, 2, 2]
    assert "shows no page that was signed" in table.err
    assert contents(signing) == before


def test_what_is_signed_already_needs_no_paper(signing: Path, scan: Path) -> None:
    assert as_person(NOOR, signing, "sign", "okafor", "plan", "--yes", *TODAY).code == 0

    done = attest(IRIS, signing, "plan", "noor", "--scan", scan, *ON)

    assert done.code == 0
    assert "there is nothing to vouch for" in done.err
    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.VALID


def test_who_signed_on_paper_can_still_sign_with_a_key(signing: Path, scan: Path) -> None:
    attest(IRIS, signing, "plan", "noor", "--scan", scan, *ON)

    assert as_person(NOOR, signing, "sign", "okafor", "plan", "--yes", *TODAY).code == 0

    assert stand(signing, "plan.yaml", "advisor").state is SignatureState.VALID


def test_paper_that_went_stale_is_told_as_paper_and_of_whom_it_is(
    signing: Path, scan: Path
) -> None:
    assert attest(IRIS, signing, "plan", "noor", "--scan", scan, *ON).code == 0
    done = as_person(IRIS, signing, "edit", "okafor", "plan", "--set", "experiences.1.planned=Else",
                     *TODAY)  # fmt: skip
    assert done.code == 0, done.err
    checked = mentorctl("check", "okafor", *TODAY, cwd=signing)
    audited = mentorctl("audit", *TODAY, cwd=signing)
    for told in (checked.out, audited.out):
        said = " ".join(told.split())
        assert f"{NOOR}, attested by {IRIS}," in said
        assert "the signature on paper of" in said
        assert f"mentorctl attest {PAIRING} plan advisor --scan FILE --signed-on DATE" in said
        assert "they sign again" not in said
    assert mark(IRIS) not in audited.out


def test_the_administrator_of_a_visited_school_signed_by_hand(signing: Path, scan: Path) -> None:
    before = stand(signing, "visits/2026-11-10.yaml", "mentor")
    words = ("visits/2026-11-10", "administrator", "--scan", scan)

    done = attest(IRIS, signing, *words, "--signed-on", "2026-11-10")

    assert done.code == 0, done.err
    visit = Folder(signing).team(PAIRING).visits["2026-11-10"]
    assert visit.administrator is not None
    signed = visit.administrator.signed
    assert signed is not None
    assert (signed.on, signed.attested_by) == (dt.date(2026, 11, 10), IRIS)
    assert signed.scan == "Plan-signed-page-1.png"
    assert history(signing)[0] == (
        f"Mentor/Protégé Visit Report 2026-11-10 of {PAIRING}: signed on paper on 2026-11-10 by"
        " Lucía Ferreira, administrator of the school, attested by Iris Nakamura"
    )
    assert stand(signing, "visits/2026-11-10.yaml", "mentor") == before
    assert "evidence-" not in mentorctl("check", *TODAY, cwd=signing).out
    form = mentorctl("render", "visit", "okafor", "--to", "html", "--out", scan.parent, cwd=signing)
    assert form.code == 0, form.err
    (page,) = scan.parent.glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "Lucía Ferreira, November 10, 2026" in text
    assert "on paper, attested by Iris Nakamura" in text


@pytest.fixture
def visited(signing: Path, scan: Path) -> Path:
    """The same, with a report that the administrator signed by hand."""
    words = ("visits/2026-11-10", "administrator", "--scan", scan, "--signed-on", "2026-11-10")
    assert attest(IRIS, signing, *words).code == 0
    return signing


def test_a_report_changed_since_it_was_signed_by_hand_is_named_and_printed(
    visited: Path, tmp_path: Path
) -> None:
    said = "was signed by hand on 2026-11-10, and was changed since"
    assert said not in " ".join(mentorctl("check", *TODAY, cwd=visited).out.split())
    report = visited / FOLDER / "visits" / "2026-11-10.yaml"
    text = report.read_text(encoding="utf-8")
    later = text.replace("sent_to_advisor: 2026-11-12", "sent_to_advisor: 2026-11-13")
    report.write_text(later, encoding="utf-8")
    assert said not in mentorctl("check", *TODAY, cwd=visited).out
    report.write_text(text.replace("Stations, storage", "Nothing much"), encoding="utf-8")
    assert said in mentorctl("check", *TODAY, cwd=visited).out
    words = ("render", "visit", "okafor", "--to", "html", "--out", tmp_path / "o")
    assert mentorctl(*words, cwd=visited).code == 0
    (page,) = (tmp_path / "o").glob("*.html")
    assert "; the report was changed since" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"another page", None])
def test_another_page_than_the_administrators_is_named(
    visited: Path, content: bytes | None
) -> None:
    assert "the scan that" not in mentorctl("audit", *TODAY, cwd=visited).out
    page = visited / FOLDER / "evidence" / "Plan-signed-page-1.png"
    page.unlink() if content is None else page.write_bytes(content)
    said = " ".join(mentorctl("audit", *TODAY, cwd=visited).out.split())
    assert f"the scan that {IRIS} vouched for in visits/2026-11-10.yaml is not there" in said


def test_a_report_that_names_no_administrator_has_none_who_signed(
    signing: Path, scan: Path
) -> None:
    visit = signing / FOLDER / "visits" / "2026-11-10.yaml"
    text = visit.read_text(encoding="utf-8")
    visit.write_text(text.replace("  name: Lucía Ferreira\n", ""), encoding="utf-8")
    words = ("visits/2026-11-10", "administrator", "--scan", scan, *ON)
    done = attest(IRIS, signing, *words)
    assert done.code == 2
    assert "--set administrator.name=NAME" in done.err

"""`mentorctl remind`: who is written to, what the drafts say, and that nobody is nagged twice."""

from __future__ import annotations

import datetime as dt
import email
import io
import json
import zipfile
from email import policy
from typing import TYPE_CHECKING

import pytest
from support.facts import FOLDER, PAIRING, change, date
from support.folders import contents, copied, history, lay_base
from support.ics_text import read_ics
from support.run import mentorctl
from support.schemas import faults_of

from mentorctl.model.reminders import Reminders
from mentorctl.model.words import Words
from mentorctl.store.file_merge import merge_file
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from support.folders import Once
    from support.run import Result

DEC_10 = ("--today", "2026-12-10")
AMARA, TEO = "amara-okafor", "teo-lindqvist"


@pytest.fixture(scope="module")
def early(once: Once) -> Path:
    """The small program with nothing handed in."""
    return once("nothing-handed-in", _lay) / "program"


def _lay(folder: Path) -> None:
    root = lay_base(folder / "program")
    for slot in (1, 2, 3, 4):
        for field in ("achieved", "sent_to_mentor"):
            change(root, f"{FOLDER}/experiences/{slot}.yaml", (field,), None)
        change(root, f"{FOLDER}/experiences/{slot}.yaml", ("comment", "sent_to_advisor"), None)
    came = {"by": "noor-haddad", "on": dt.date(2026, 11, 16)}
    change(root, f"{FOLDER}/visits/2026-11-10.yaml", ("received",), came)


@pytest.fixture
def root(early: Path, tmp_path: Path) -> Path:
    return copied(early, tmp_path / "program")


def remind(root: Path, *words: str | Path, today: str = "2026-12-10") -> Result:
    return mentorctl("remind", *words, "--today", today, cwd=root)


def opened(path: Path) -> EmailMessage:
    """A draft as Python's own parser reads it; every header once, and no defect."""
    data = path.read_bytes()
    mail = email.message_from_bytes(data, policy=policy.default)
    assert not mail.defects
    assert len(mail.keys()) == len({name.lower() for name in mail})
    assert all(line.endswith(b"\r\n") for line in data.splitlines(keepends=True))
    assert max(map(len, data.splitlines())) <= 998
    return mail


def parts(mail: EmailMessage) -> tuple[str, str]:
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    return plain.get_content(), html.get_content()


def test_a_preview_writes_nothing(early: Path) -> None:
    before = contents(early)
    said = remind(early)
    assert said.code == 0
    assert "Amara Okafor" in said.out
    assert "close" in said.out
    assert "never" in said.out
    assert "nothing was drafted yet" in said.err
    assert contents(early) == before


def test_a_draft_opens_unsent_in_both_forms(root: Path, tmp_path: Path) -> None:
    done = remind(root, "--out", tmp_path / "drafts")
    assert done.code == 0, done.err
    assert "nothing was sent" in done.err
    mail = opened(tmp_path / f"drafts/2026-12-10-{AMARA}.eml")
    assert mail["X-Unsent"] == "1"
    assert mail["To"].addresses[0].display_name == "Amara Okafor"
    assert "Date" not in mail
    assert "From" not in mail
    plain, html = parts(mail)
    for text in (plain, html):
        assert "December 14, 2026" in text
        assert "in 4 days" in text
        assert "Teo Lindqvist" in text
        assert "Experience 1 handed over to the mentor" in text
        assert "most tiring weeks" in text  # what the program says in this phase
    written = (tmp_path / f"drafts/2026-12-10-{AMARA}.txt").read_text("utf-8")
    assert plain.replace("\r\n", "\n").strip() in written
    (calendar,) = (part for part in mail.iter_attachments())
    assert calendar.get_content_type() == "text/calendar"
    events = read_ics(calendar.get_content().encode()).all("VEVENT")
    assert [each["DTSTART"].value for each in events] == ["20261214"]
    feed = read_ics(mentorctl("calendar", AMARA, *DEC_10, cwd=root).out.encode())
    assert events[0]["UID"] in [each["UID"] for each in feed.all("VEVENT")]


def test_a_mentor_is_not_chased_for_what_was_not_handed_in(root: Path) -> None:
    said = remind(root, "--within", "30d")
    assert "Teo Lindqvist  " not in said.out
    assert "not asked of Teo Lindqvist" in said.err
    assert "waits for Amara Okafor" in said.err
    date(root, "experiences/1:sent_to_mentor", day("2026-12-01"))
    asked = json.loads(remind(root, "--within", "30d", "--format", "json").out)
    (teo,) = (each for each in asked["messages"] if each["person"] == TEO)
    assert len(teo["items"][0]["open"]) == 1
    assert teo["items"][0]["milestone"] == "comments-1-2"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_nobody_is_nagged_twice_in_a_week(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "drafts"
    assert remind(root, "--out", out).code == 0
    assert "drafts of reminders for 1 person" in history(root)[0]
    record = (root / "reminders/2026-12-10.yaml").read_text("utf-8")
    assert f"{PAIRING}/experiences-1-2" in record
    again = remind(root, "--out", tmp_path / "second", today="2026-12-16")
    assert not (tmp_path / "second").exists()
    assert "was drafted 6 days ago" in again.err
    asked = remind(root, "--out", tmp_path / "third", "--again", today="2026-12-16")
    assert asked.code == 0
    late = opened(tmp_path / f"third/2026-12-16-{AMARA}.eml")
    assert "still open" in late["Subject"]
    assert "2 days ago" in parts(late)[0]
    assert "2026-12-16" in remind(root, today="2026-12-24").out
    assert "left out" not in remind(root, today="2026-12-24").out
    assert mentorctl("check", "reminders", cwd=root).code == 0


def test_the_same_draft_twice_is_noted_once_and_has_the_same_bytes(
    root: Path, tmp_path: Path
) -> None:
    remind(root, "--out", tmp_path / "a")
    first = contents(tmp_path / "a")
    commits = len(history(root))
    remind(root, "--out", tmp_path / "a", "--again")
    assert contents(tmp_path / "a") == first
    assert len(history(root)) == commits


def test_two_coordinators_notes_come_together(root: Path, tmp_path: Path) -> None:
    other = copied(root, tmp_path / "other")
    remind(root, "--out", tmp_path / "a")
    remind(other, "--out", tmp_path / "b", "--within", "150d")
    path = "reminders/2026-12-10.yaml"
    ours, theirs = ((each / path).read_bytes() for each in (root, other))
    merged = merge_file(path, None, ours, theirs)
    assert not merged.clashes
    record, faults = examine(merged.content or b"", Reminders, Words())
    assert record is not None, faults
    assert len({each.id for each in record.drafts}) == len(record.drafts) > 2


def test_thanks_are_said_once(root: Path, tmp_path: Path) -> None:
    remind(root, "--out", tmp_path / "a")
    for slot in (1, 2):
        date(root, f"experiences/{slot}:sent_to_mentor", day("2026-12-13"))
    said = remind(root, "--out", tmp_path / "b", "--person", "okafor", today="2026-12-20")
    assert said.code == 0, said.err
    mail = opened(tmp_path / f"b/2026-12-20-{AMARA}.eml")
    assert "thank you" in mail["Subject"]
    assert "Send Experiences 1 & 2" in parts(mail)[0]
    assert "open" not in parts(mail)[0]
    later = remind(root, today="2026-12-30")
    assert "Amara Okafor" not in later.out


def test_who_has_no_address_is_named(root: Path, tmp_path: Path) -> None:
    change(root, f"people/{AMARA}.yaml", ("email",), None)
    said = remind(root, "--out", tmp_path / "drafts")
    assert "no email address" in said.err
    assert f"mentorctl person edit {AMARA} --set email=ADDRESS" in said.err
    assert not (tmp_path / "drafts").exists()
    assert not (root / "reminders").exists()


def test_dry_run_and_links(root: Path, tmp_path: Path) -> None:
    before = contents(root)
    dry = remind(root, "--out", tmp_path / "drafts", "--dry-run")
    assert dry.code == 0
    assert "would be done" in dry.err
    assert contents(root) == before
    assert not (tmp_path / "drafts").exists()
    link = remind(root, "--mailto")
    assert link.code == 0
    assert link.out.startswith("mailto:")
    assert "%0D%0A" in link.out
    assert link.out.count("\n") == 1
    assert (root / "reminders/2026-12-10.yaml").exists()


def test_a_link_speaks_of_no_calendar_that_it_cannot_bring(root: Path, tmp_path: Path) -> None:
    both = remind(root, "--mailto", "--out", tmp_path / "drafts")
    assert both.code == 0, both.err
    assert "attached" in (tmp_path / f"drafts/2026-12-10-{AMARA}.txt").read_text("utf-8")
    assert "mailto:" in both.out
    assert "attached" not in both.out


def test_the_programs_own_words_go_first(root: Path, tmp_path: Path) -> None:
    own = root / "templates/messages/close.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        "<h1>A word from {{ agency }}</h1><p>Dear {{ name }}, <script>x()</script>"
        "{% for item in ahead %}{{ item.title }}{% endfor %}</p>", "utf-8",
    )  # fmt: skip
    remind(root, "--out", tmp_path / "drafts")
    mail = opened(tmp_path / f"drafts/2026-12-10-{AMARA}.eml")
    assert mail["Subject"].startswith("A word from ")
    plain, html = parts(mail)
    assert "script" not in html
    assert "Send Experiences 1 & 2" in plain
    own.write_text("<h1>x</h1>{{ nothing_of_the_kind }}", "utf-8")
    broken = remind(root, "--out", tmp_path / "other", "--again")
    assert broken.code in {1, 3}
    assert "templates/messages/close.html:1" in broken.err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("name", [
    "Łukasz, \"Q.\" O'Ñandú", "Anna\\nBcc: eve@evil.example", "=1+1 <b>bold</b> ::error::",
    "李伟 " * 30, "a\\u2028Subject: x", "\\u202eevil\\u0007",
])  # fmt: skip
def test_names_land_harmless(root: Path, tmp_path: Path, name: str) -> None:
    path = root / f"people/{AMARA}.yaml"
    typed = name.replace('"', '\\"')
    path.write_text(
        path.read_text("utf-8").replace("name: Amara Okafor", f'name: "{typed}"'), "utf-8"
    )
    said = remind(root, "--out", tmp_path / "drafts")
    assert "\x1b" not in said.out + said.err
    assert "\x07" not in said.out + said.err
    found = tmp_path / f"drafts/2026-12-10-{AMARA}.eml"
    if not found.exists():
        assert AMARA in said.err  # refused with the record
        return
    mail = opened(found)
    assert set(mail.keys()) == {
        "X-Unsent", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
    }  # fmt: skip
    (to,) = mail["To"].addresses
    assert to.addr_spec == "amara.okafor@hollis-creek.example"
    plain, html = parts(mail)
    assert "<b>bold" not in html
    for text in (plain, html, to.display_name):
        assert not any(letter in text for letter in "\u202e\u2028\x07\x1b")


def test_filters_are_those_of_due(root: Path) -> None:
    assert "Amara" in remind(root, "--person", "okafor").out
    assert "Amara" not in remind(root, "--person", "teo").out
    assert "Amara" not in remind(root, "--owner", "mentor").out
    assert "Amara" in remind(root, "--advisor", "haddad", "--required").out
    assert remind(root, "--within", "soon").code == 2
    assert remind(root, "--out", "drafts.eml").code == 2
    assert remind(root, "--person", "nobody-here").code == 2
    inside = remind(root, "--out", "drafts")
    assert inside.code == 2
    assert "outside" in inside.err
    other = copied(root, root.parent / "other")
    assert remind(root, "--out", other / "drafts", "--dry-run").code == 2


def test_scripts_are_told(root: Path, tmp_path: Path) -> None:
    done = remind(root, "--out", tmp_path / "drafts", "--format", "json", "--schema-version", "2")
    told = json.loads(done.out)
    assert told["done"]
    assert not faults_of("remind", 2, told)
    assert len(told["made"]) == 2
    assert told["messages"][0]["person"] == {"id": AMARA, "name": "Amara Okafor"}


def test_what_cannot_be_read_is_named(root: Path, tmp_path: Path) -> None:
    (root / FOLDER / "plan.yaml").write_text("on: [", "utf-8")
    said = remind(root)
    assert said.code == 1
    assert "plan.yaml" in said.err
    strict = remind(root, "--strict", "--out", tmp_path / "drafts")
    assert strict.code == 1
    assert not (tmp_path / "drafts").exists()


def test_notes_that_cannot_be_read_are_named(root: Path, tmp_path: Path) -> None:
    remind(root, "--out", tmp_path / "a")
    (root / "reminders/2026-12-10.yaml").write_text("drafts: [", "utf-8")
    said = remind(root, today="2026-12-11")
    assert said.code == 1
    assert "reminders/2026-12-10.yaml" in said.err
    assert remind(root, "--strict", "--out", tmp_path / "b", today="2026-12-11").code == 1
    assert not (tmp_path / "b").exists()


@pytest.mark.parametrize("address", ["]^@x.example", "a..b@x.example", "é@x.example", "(a)@x.ex"])
def test_an_address_that_no_message_can_have_is_named(
    root: Path, tmp_path: Path, address: str
) -> None:
    path = root / f"people/{AMARA}.yaml"
    text = path.read_text("utf-8").replace("amara.okafor@hollis-creek.example", f'"{address}"')
    path.write_text(text, "utf-8")
    said = remind(root, "--out", tmp_path / "drafts")
    assert said.code == 1
    assert "can be no address" in said.err
    assert not (root / "reminders").exists()


def test_who_left_a_pairing_is_not_thanked_for_it(root: Path, tmp_path: Path) -> None:
    for slot in (1, 2):
        date(root, f"experiences/{slot}:sent_to_mentor", day("2026-12-01"))
    remind(root, "--out", tmp_path / "a", "--within", "30d")
    for slot in (1, 2):
        date(root, f"experiences/{slot}:comment.sent_to_advisor", day("2026-12-20"))
    later = remind(root, today="2026-12-29")
    assert "Teo Lindqvist" in later.out
    change(root, f"{FOLDER}/pairing.yaml", ("mentor",), "grace-whitfield")
    assert "Teo Lindqvist" not in remind(root, today="2026-12-29").out


def test_work_that_waits_for_an_approval_is_not_waited_for_from_who_did_it(root: Path) -> None:
    for slot in (1, 2):
        date(root, f"experiences/{slot}:sent_to_mentor", day("2026-12-01"))
    plan = root / FOLDER / "plan.yaml"
    own = {"title": "A film", "description": "Made by students"}
    change(root, f"{FOLDER}/plan.yaml", ("experiences", 0, "catalogue"), None)
    change(root, f"{FOLDER}/plan.yaml", ("experiences", 0, "own"), own)
    assert "film" in plan.read_text("utf-8")
    said = json.loads(remind(root, "--within", "30d", "--format", "json").out)
    (teo,) = (each for each in said["messages"] if each["person"] == TEO)
    assert len(teo["items"][0]["open"]) == 2


def test_what_was_drafted_for_a_day_ahead_counts_too(root: Path, tmp_path: Path) -> None:
    assert remind(root, "--out", tmp_path / "a", today="2026-12-12").code == 0
    early = remind(root, "--out", tmp_path / "b", today="2026-12-10")
    assert "was drafted for 2026-12-12 already" in early.err
    assert not (tmp_path / "b").exists()
    assert "left out" not in remind(root, today="2026-12-05").out
    assert remind(root, "--out", tmp_path / "b", "--again").code == 0


@pytest.mark.parametrize("kind", ["changed", "folder", "link"])
def test_what_is_there_already_is_not_written_over(root: Path, tmp_path: Path, kind: str) -> None:
    place = tmp_path / f"drafts/2026-12-10-{AMARA}.eml"
    place.parent.mkdir()
    if kind == "changed":
        place.write_text("with a word of my own", "utf-8")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to(root / "program.yaml")
    before = contents(tmp_path / "drafts")
    for dry in ((), ("--dry-run",)):
        said = remind(root, "--out", tmp_path / "drafts", *dry)
        assert said.code == 2
        assert f"{place.name} is there already" in said.err
    assert contents(tmp_path / "drafts") == before
    assert not (root / "reminders").exists()


def test_a_day_has_no_more_drafts_than_a_record_holds(root: Path, tmp_path: Path) -> None:
    path = root / "reminders/2026-12-10.yaml"
    path.parent.mkdir()
    path.write_text(f"drafts: []\n#{'x' * ((1 << 20) - 20)}\n", "utf-8")
    said = remind(root, "--out", tmp_path / "drafts", "--again")
    assert said.code == 1
    assert "reminders/2026-12-10.yaml" in said.err
    assert "1 MiB" in said.err
    assert "another day" in said.err
    assert not (tmp_path / "drafts").exists()


def test_one_address_of_two_people_is_named(root: Path) -> None:
    change(root, f"people/{TEO}.yaml", ("email",), "Amara.Okafor@hollis-creek.example")
    said = remind(root, "--within", "60d")
    assert "Amara Okafor" in said.out
    assert "one address" not in said.err
    date(root, "experiences/1:sent_to_mentor", day("2026-12-01"))
    said = remind(root, "--within", "60d")
    assert "one address" in said.err
    assert "Teo Lindqvist" in said.err


def test_links_are_for_scripts_too(root: Path) -> None:
    told = json.loads(remind(root, "--mailto", "--format", "json").out)
    (message,) = told["messages"]
    assert message["link"].startswith("mailto:amara.okafor@hollis-creek.example?subject=")
    told = json.loads(remind(root, "--format", "json", "--again").out)
    assert told["messages"][0]["link"] is None


def test_more_time_is_offered_only_where_it_can_be_given(root: Path, tmp_path: Path) -> None:
    def text(today: str, person: str, *words: str) -> str:
        out = tmp_path / f"{today}-{person}"
        assert remind(root, "--out", out, "--person", person, *words, today=today).code == 0
        return " ".join((out / f"{today}-{person}.txt").read_text("utf-8").split())

    assert "later one can be agreed" in text("2026-12-10", AMARA)
    assert "later day can be agreed" in text("2027-01-05", AMARA)
    # the day of the program's own list, and a year that is over, nobody can move
    assert "can be agreed" not in text("2027-04-20", "noor-haddad")
    assert "can be agreed" not in text("2027-08-15", AMARA)


def test_a_second_year_is_not_told_of_the_first(root: Path, tmp_path: Path) -> None:
    change(root, f"{FOLDER}/pairing.yaml", ("continues",), "2025-2026")
    assert remind(root, "--out", tmp_path / "drafts").code == 0
    plain, _ = parts(opened(tmp_path / f"drafts/2026-12-10-{AMARA}.eml"))
    assert "first year" not in plain
    assert "December 14, 2026" in plain


def test_forms_that_are_owed_go_with_the_message_when_asked(root: Path, tmp_path: Path) -> None:
    date(root, "experiences/1:sent_to_mentor", day("2026-12-01"))
    out, today = tmp_path / "drafts", "2027-04-05"
    said = remind(root, "--out", out, "--attach", "docx", "--person", TEO, today=today)
    assert said.code == 0, said.err
    mail = opened(out / f"{today}-{TEO}.eml")
    forms = [each for each in mail.iter_attachments() if each.get_content_type() != "text/calendar"]
    assert [each.get_filename() for each in forms] == [
        f"2026-2027_{PAIRING}_comment-1.docx", "2026-2027_questionnaire-program-evaluation.docx",
    ]  # fmt: skip
    comment = zipfile.ZipFile(io.BytesIO(forms[0].get_content())).read("word/document.xml").decode()
    assert "Amara Okafor" in comment
    plain, html = parts(mail)
    for text in (plain, html):
        assert "- Mentor Comment Form 1" in text or "<li" in text
        assert "Mentoring Program Evaluation, 2026-2027" in text
    alone = remind(root, "--attach", "pdf", today=today)
    assert (alone.code, "--attach is for drafts as files" in alone.err) == (2, True)

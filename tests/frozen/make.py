"""Freeze a program folder: `python tests/frozen/make.py NAME MENTORCTL`, see README.md here.

The folder is made with the commands of one release alone, run as a person would run them, so that
it holds just what that release writes. What the release itself says of it is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TODAY = dt.datetime.now(dt.UTC).date()
PEOPLE = {
    "iris-nakamura": ("Iris Nakamura", "coordinator"),
    "oda-brandt": ("Oda Brandt", "coordinator"),
    "teo-lindqvist": ("Teo Lindqvist", "mentor"),
    "mara-quist": ("Mara Quist", "mentor"),
    "amara-okafor": ("Amara Okafor", "mentee"),
    "ben-solis": ("Ben Solis", "mentee"),
    "noor-haddad": ("Noor Haddad", "advisor"),
    "pia-moreau": ("Pia Moreau", "supervisor"),
}
IRIS, ODA, TEO, MARA, AMARA, BEN, NOOR, PIA = PEOPLE
FIRST, SECOND = f"{AMARA}-{TEO}", f"{BEN}-{MARA}"
STANDARD = """\
id: harbor-standard
title: Harbor standard
rule: HB 1.2
version: "2026"
parts:
  - letter: (A)
    heading: Mentoring
    items:
      - id: weekly
        number: (A)1
        text: They meet every week
        shown_by:
          - log:meeting>=1
      - id: trained
        number: (A)2
        text: Mentors are trained
"""
# what a reader of the folder asks for, in which format, and where the answer is kept
ANSWERS = {
    "audit.json": ("audit", "--format", "json"),
    "check.json": ("check", "--format", "json"),
    "status.json": ("status", "--format", "json"),
    "due.json": ("due", "--format", "json"),
    "completers.json": ("completers", "--explain", "--format", "json"),
    "standards.json": ("standards", "--format", "json"),
}


def day(ago: int) -> str:
    """A day before today, as records have it."""
    return (TODAY - dt.timedelta(days=ago)).isoformat()


class Making:
    """A folder in the making.

    Args:
        tool: The command line of the release.
        place: A folder for the program, the keys and a home that nobody uses.
    """

    def __init__(self, tool: list[str], place: Path) -> None:
        self.tool, self.place = tool, place
        self.root, self.keys = place / "program", place / "keys"
        self.keys.mkdir()
        for person in (*PEOPLE, "stranger"):
            self._run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person,
                      "-f", str(self.keys / person))  # fmt: skip

    def _run(self, *words: str, person: str = "", fine: tuple[int, ...] = (0,)) -> str:
        home = self.place / "home"
        env = {
            "PATH": os.environ["PATH"], "HOME": str(home), "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
            "XDG_CACHE_HOME": str(home / "cache"), "XDG_CONFIG_HOME": str(home / "config"),
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "MENTORCTL_KEY": "none",
        }  # fmt: skip
        if "PYTHONPATH" in os.environ:
            env["PYTHONPATH"] = os.environ["PYTHONPATH"]
        if person:
            name = PEOPLE.get(person, ("A Stranger", ""))[0]
            for role in ("AUTHOR", "COMMITTER"):
                env[f"GIT_{role}_NAME"] = name
                env[f"GIT_{role}_EMAIL"] = f"{person}@harbor.example"
            env["MENTORCTL_KEY"] = str(self.keys / person)
        done = subprocess.run(
            words, cwd=self.root if self.root.exists() else self.place, env=env,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode not in fine:
            raise SystemExit(f"{' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def as_(self, person: str, *words: str, fine: tuple[int, ...] = (0,)) -> str:
        """Run the release as somebody."""
        return self._run(*self.tool, *words, person=person, fine=fine)

    def git(self, person: str, *words: str) -> str:
        """Run plain git as somebody, signing with their key."""
        key = self.keys / (person or "stranger")
        signing = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
        return self._run("git", *signing, *words, person=person or "stranger")

    def mark(self, person: str) -> str:
        """The fingerprint of somebody's key."""
        return self._run("ssh-keygen", "-lf", str(self.keys / f"{person}.pub")).split()[1]

    def write(self, path: str, text: str) -> None:
        """Put a file into the folder by hand."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

    def put(self, path: str, old: str, new: str) -> None:
        """Change a text in a file by hand."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))


def begin(made: Making) -> None:
    """The program, its people, their keys, and two pairings."""
    made.as_(IRIS, "init", "program", "--preset", str(HERE / "program.yaml"), "--year", "2026-2027",
             "--coordinator-name", "Iris Nakamura")  # fmt: skip
    made.as_(IRIS, "key", "add", IRIS, str(made.keys / f"{IRIS}.pub"))
    for person, (name, role) in PEOPLE.items():
        if person != IRIS:
            more = () if role == "coordinator" else (
                "--school", "Marlow High School", "--content-area", "Health Sciences",
                "--experience-years", "9", "--started-on", day(110), "--phone-school",
                "573-555-0134", "--position", "Teacher", "--district", "Marlow",
            )  # fmt: skip
            made.as_(IRIS, "person", "add", person, "--name", name, "--role", role,
                     "--email", f"{person}@harbor.example", *more)  # fmt: skip
            made.as_(IRIS, "key", "add", person, str(made.keys / f"{person}.pub"))
    made.as_(IRIS, "edit", "program", "--set", f"coordinators.+={ODA}")
    made.write("standards/rules/harbor-standard.yaml", STANDARD)
    made.write("templates/look.yaml", 'paper: a4\ncolours:\n  heading: "#1f3f5f"\n')
    made.put("program.yaml", "standards: []", "standards:\n  - harbor-standard")
    made.as_(ODA, "save", "--anyway")
    for mentee, mentor in ((AMARA, TEO), (BEN, MARA)):
        made.as_(IRIS, "pair", mentee, mentor, "--advisor", NOOR, "--supervisor", PIA,
                 "--starts", day(40))  # fmt: skip


def work(made: Making) -> None:
    """Records of every kind, filled in by whom they are about."""
    for place, mentee, mentor in ((FIRST, AMARA, TEO), (SECOND, BEN, MARA)):
        for field, value in {
            "begins_on": day(35), "meet_at_least": "every week", "blanks.room": "room 12",
            "mentor_phone": "573-555-0134", "mentor_email": f"{mentor}@harbor.example",
        }.items():  # fmt: skip
            made.as_(mentor, "edit", place, "agreement", "--set", f"{field}={value}")
        made.as_(mentee, "edit", place, "focal-points", "--set", f"on={day(30)}",
                 "--set", "ratings.lessons=3", "--set", "ratings.safety=1")  # fmt: skip
        made.as_(mentee, "edit", place, "decision-points", "--set", f"on={day(30)}",
                 "--set", "points.when-to-meet.discussed=yes",
                 "--set", "points.when-to-meet.notes=Mondays, 15:30")  # fmt: skip
        made.as_(mentee, "edit", place, "plan", "--set", "content_area=Health Sciences",
                 "--set", "experiences.1.catalogue=1", "--set", "experiences.1.planned=A unit",
                 "--set", f"experiences.1.target_date={day(3)}",
                 "--set", "experiences.1.notes=With the lab: half of it",
                 "--set", "experiences.2.catalogue=2",
                 "--set", "experiences.2.own.title=A tour",
                 "--set", "experiences.2.own.description=Of the other shops")  # fmt: skip
        made.as_(NOOR, "approve", place, "2", "--yes")
        made.as_(NOOR, "approve", place, "plan", "--yes")
        made.as_(mentor, "log", place, "--from", "15:30", "--until", "16:15", "--kind", "meeting",
                 "--on", day(20), "--topics", "What to plan", "--plus", "She asks")  # fmt: skip
        made.as_(mentor, "log", place, "--from", "10:00", "--until", "10:45", "--kind",
                 "observation-of-mentee", "--on", day(10), "--topics", "A lesson")  # fmt: skip
        paper = made.place / "unit.txt"
        paper.write_text("a unit\n", encoding="utf-8")
        made.as_(mentee, "hand-in", place, "1", "--on", day(5), "--evidence", str(paper), "--yes")
        made.as_(mentor, "comment", place, "1", "--text", "Thorough, and of use", "--yes")
        made.as_(mentor, "new", "visit", place, "--on", day(9))
        made.as_(mentor, "edit", place, f"visits/{day(9)}", "--set", "location=mentee-school",
                 "--set", "purpose=To see a lesson", "--set", "topics=The lab",
                 "--set", "administrator.name=Rosa Kent",
                 "--set", f"administrator.informed_on={day(12)}",
                 "--set", "reflection.plus=Calm")  # fmt: skip
        made.as_(IRIS, "mark", place, "HB 101", "--on", day(38), "--yes")
        made.as_(mentee, "mark", place, "shadow", "--on", day(8), "--yes")
        made.as_(IRIS, "mark", place, "survey", "--on", day(4), "--yes")
    made.as_(IRIS, "attend", "opening", "--all", "--on", day(33), "--where", "Hall", "--yes")
    made.as_(IRIS, "extend", FIRST, "work-1", "--until", day(-20), "--by", NOOR,
             "--reason", "Ill for a week", "--yes")  # fmt: skip
    made.as_(IRIS, "waive", SECOND, "meetings/opening:attended", "--by", IRIS,
             "--reason", "Moved here later", "--yes")  # fmt: skip
    made.as_(NOOR, "edit", "years/2026-2027", "--set", f"completers_sent.{NOOR}={day(2)}",
             fine=(0, 1))  # fmt: skip
    # a fact that comes in long after its day
    made.as_(IRIS, "edit", "years/2026-2027", "--set", f"evaluation_mailed={day(60)}")


def sign(made: Making) -> None:
    """Signatures of every state."""
    roles = {"mentee": (AMARA, BEN), "mentor": (TEO, MARA), "advisor": (NOOR, NOOR),
             "supervisor": (PIA, PIA)}  # fmt: skip
    asked = {
        "agreement": "mentee mentor supervisor", "focal-points": "mentee",
        "decision-points": "mentee mentor", "plan": "mentee mentor advisor",
        "experiences/1": "mentee mentor", "log": "mentor mentee",
        f"visits/{day(9)}": "mentor mentee", "trainings": "mentor", "guide": "mentee",
    }  # fmt: skip
    for at, place in enumerate((FIRST, SECOND)):
        for record, who in asked.items():
            for role in who.split():
                if (place, record, role) not in {
                    (SECOND, "agreement", "supervisor"), (SECOND, "focal-points", "mentee"),
                    (SECOND, "decision-points", "mentor"),
                }:  # fmt: skip
                    made.as_(roles[role][at], "sign", place, record, "--role", role, "--yes")
    made.as_(PIA, "sign", SECOND, "agreement", "--decline", "--reason", "It lacks a date", "--yes")
    page = made.place / "page.txt"
    page.write_text("%PDF-1.4 a scanned page\n", encoding="utf-8")
    made.as_(ODA, "attest", SECOND, "decision-points", "mentor", "--scan", str(page),
             "--signed-on", day(1), "--yes")  # fmt: skip


def go_on(made: Making) -> None:
    """What comes later: changes, a revoked key, a merge, and what an audit must name."""
    made.as_(
        BEN, "edit", SECOND, "plan", "--set", "experiences.1.notes=Without the lab", "--anyway"
    )
    made.as_(AMARA, "log", FIRST, "--from", "15:30", "--until", "16:00", "--kind", "phone",
             "--on", day(1), "--topics", "How it went")  # fmt: skip
    made.put(
        f"pairings/2026-2027/{FIRST}/agreement.yaml",
        "meet_at_least:",
        "# as before\nmeet_at_least:",
    )
    made.as_(TEO, "save")
    reasons = made.place / "reasons.txt"
    reasons.write_text("We never find the time.\n", encoding="utf-8")
    made.as_(BEN, "reassign", "start", SECOND, "--reasons", str(reasons))
    made.as_(IRIS, "reassign", "contact", SECOND, TEO, "--answer", "no-answer")
    made.as_(AMARA, "reassign", "answer", FIRST, "good")
    # a side that is merged with plain git
    made.git(MARA, "switch", "-q", "-c", "side")
    made.as_(MARA, "edit", SECOND, "guide", "--set", "tasks.2.note=Later")
    made.git(MARA, "switch", "-q", "main")
    made.as_(IRIS, "edit", f"people/{MARA}", "--set", "mentoring.open_to_more=no")
    made.git(IRIS, "merge", "-q", "--no-ff", "-S", "-m", "both sides", "side")
    # what nobody who may do it has done
    made.put(f"people/{TEO}.yaml", "position: Teacher", "position: Principal")
    made.git("", "commit", "-qam", "by nobody")
    public = (made.keys / "stranger.pub").read_text("utf-8").strip()
    made.put(f"people/{BEN}.yaml", "keys:\n", f"keys:\n  - public: {public}\n    added: {day(1)}\n")
    made.git(BEN, "commit", "-qa", "-S", "-m", "a key for myself")
    guide = f"pairings/2026-2027/{FIRST}/signatures/guide.mentee.yaml"
    shutil.copy(made.root / guide, made.root / guide.replace("guide.mentee", "plan.advisor"))
    made.git(TEO, "commit", "-qa", "-S", "-m", "a signature put where it does not belong")
    made.as_(IRIS, "key", "revoke", MARA, made.mark(MARA), "--since", day(0))
    made.as_(ODA, "person", "add", "lea-ford", "--name", "Lea Ford", "--role", "mentee")


def freeze(name: str, tool: list[str]) -> None:
    """Make the folder and keep it, its people's keys and what is said of it."""
    with tempfile.TemporaryDirectory() as place:
        made = Making(tool, Path(place).resolve())
        for part in (begin, work, sign, go_on):
            part(made)
        kept = HERE / name
        kept.mkdir()
        made.git(IRIS, "bundle", "create", "-q", str(kept / "folder.bundle"), "HEAD", "main")
        shutil.copytree(made.keys, kept / "keys", ignore=shutil.ignore_patterns("*.pub"))
        when = day(-14)
        about = {"mentorctl": made.as_(IRIS, "--version").split()[1], "today": when,
                 "tip": made.git(IRIS, "rev-parse", "HEAD").strip()}  # fmt: skip
        (kept / "about.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
        for file, words in ANSWERS.items():
            said = made.as_("", *words, "--today", when, fine=(0, 1))
            (kept / file).write_text(said, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    freeze(sys.argv[1], sys.argv[2:])

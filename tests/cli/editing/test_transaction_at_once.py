"""Several people's commands at the same moment: each lands as a commit of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

from support.folders import history
from support.histories import plain
from support.keys import key_of, lay_key

from mentorctl.trail.ledger.build import keep_up
from mentorctl.trail.ledger.ledger import Ledger

TESTS = Path(__file__).parents[2]
WRITERS, RECORDS = 4, 4
WRITING = """
    import sys
    from pathlib import Path
    from support.run import mentorctl
    folder, who, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for number in range(count):
        words = ("person", "add", f"{who}-{number}", "--name", f"Writer {who} {number}",
                 "--role", "mentee", "--email", f"{who}.{number}@example.org")
        result = mentorctl(*words, cwd=folder)
        if result.code:
            sys.exit(result.err)
"""


def test_each_record_of_each_of_several_writers_is_a_commit(program: Path, home: Path) -> None:
    lay_key(home / ".ssh", "iris-nakamura", "id_ed25519")
    words = ["git", "-c", "user.name=x", "commit", "-q", "-am", "a key"]
    person = program / "people/iris-nakamura.yaml"
    text = person.read_text(encoding="utf-8").split("keys:")[0]
    line = key_of("iris-nakamura").public_line()
    person.write_text(f"{text}keys:\n  - public: {line}\n    added: 2026-09-01\n", "utf-8")
    subprocess.run(words, cwd=program, check=True)
    draft = program / "pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
    draft.write_text(f"{draft.read_text(encoding='utf-8')}# half done\n", "utf-8")
    before = len(history(program))
    command = [sys.executable, "-c", textwrap.dedent(WRITING), str(program)]
    running = [
        subprocess.Popen([*command, f"writer{number}", str(RECORDS)], cwd=TESTS,
                         stderr=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]  # fmt: skip
    for process in running:
        assert process.wait(120) == 0, process.communicate()[1]
    assert len(history(program)) == before + WRITERS * RECORDS
    changed = plain(program, "log", f"-{WRITERS * RECORDS}", "--name-only", "--format=").split()
    expected = [
        f"people/writer{writer}-{number}.yaml"
        for writer in range(WRITERS) for number in range(RECORDS)
    ]  # fmt: skip
    assert sorted(changed) == sorted(expected)
    assert plain(program, "status", "--porcelain") == (
        " M pairings/2026-2027/amara-okafor-teo-lindqvist/plan.yaml"
    )
    ledger = keep_up(program, Ledger())
    assert len(ledger.signers) == WRITERS * RECORDS
    plain(program, "fsck", "--strict")

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from mentorctl.trail.git import repository

if TYPE_CHECKING:
    from pathlib import Path


def test_files_as_they_were_in_the_last_commit(tmp_path: Path) -> None:
    repository.init(tmp_path)
    files = {"a.yaml": b"a: 1\n", "folder/ bé.yaml": b"\x00\nmissing\n", "empty.yaml": b""}
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert repository.contents(tmp_path, files) == dict.fromkeys(files)

    subprocess.run(["git", "-C", tmp_path, "add", "-A"], check=True)
    subprocess.run(["git", "-C", tmp_path, "commit", "-qm", "all"], check=True)
    (tmp_path / "a.yaml").write_bytes(b"a: 2\n")

    asked = [*files, "new.yaml", "folder", "line\nbreak.yaml", "a.yaml missing"]
    assert repository.contents(tmp_path, asked) == {**dict.fromkeys(asked), **files}
    assert repository.contents(tmp_path, []) == {}

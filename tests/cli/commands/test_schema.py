from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.folders import contents, history
from support.run import mentorctl

from mentorctl.model.kinds import KINDS

if TYPE_CHECKING:
    from pathlib import Path


def test_one_schema_goes_to_standard_output(program: Path) -> None:
    before = contents(program)
    done = mentorctl("schema", "plan", cwd=program)
    assert done.code == 0
    schema = json.loads(done.out)
    assert schema["title"] == "Individual Mentoring Plan"
    assert schema["additionalProperties"] is False
    assert contents(program) == before


def test_all_are_written_and_kept_in_the_history(program: Path) -> None:
    assert mentorctl("schema", cwd=program).code == 0
    assert history(program)[0] == "schemas and settings for editors, as program.yaml is now"
    written = contents(program)
    for kind in KINDS:
        schema = json.loads(written[f".mentorctl/schema/{kind.name}.json"])
        assert schema == json.loads(mentorctl("schema", kind.name, cwd=program).out)
    assert mentorctl("check", "--today", "2027-05-03", cwd=program).code == 0


def test_only_what_changed_is_written_again(program: Path) -> None:
    mentorctl("schema", cwd=program)
    done = mentorctl("schema", cwd=program)
    assert done.code == 0
    assert "nothing to change" in done.err
    assert len(history(program)) == 2
    file = program / "program.yaml"
    file.write_text(file.read_text("utf-8").replace("id: target-1", "id: target-one"), "utf-8")
    before = contents(program)
    mentorctl("schema", cwd=program)
    after = contents(program)
    differing = {path for path in after if after[path] != before.get(path)}
    assert differing == {".mentorctl/schema/pairing.json"}
    assert b"target-one" in after[".mentorctl/schema/pairing.json"]


def test_a_person_s_own_editor_settings_stay(program: Path) -> None:
    file = program / ".vscode/settings.json"
    file.parent.mkdir()
    mine = {"editor.fontSize": 20, "yaml.schemas": {"other.json": "x.yaml"}}
    file.write_text(json.dumps(mine))
    mentorctl("schema", cwd=program)
    settings = json.loads(file.read_text(encoding="utf-8"))
    assert settings["editor.fontSize"] == 20
    assert settings["yaml.schemas"]["other.json"] == "x.yaml"
    assert settings["yaml.schemas"][".mentorctl/schema/person.json"] == "people/*.yaml"


def test_settings_with_remarks_are_left_alone(program: Path) -> None:
    file = program / ".vscode/settings.json"
    file.parent.mkdir()
    file.write_text('{\n  // mine\n  "editor.fontSize": 20\n}\n')
    done = mentorctl("schema", cwd=program)
    assert done.code == 0
    assert "stays as it is" in done.err
    assert "// mine" in file.read_text()
    assert (program / ".mentorctl/schema/plan.json").exists()


def test_an_unknown_kind_is_usage(program: Path) -> None:
    done = mentorctl("schema", "plans", cwd=program)
    assert done.code == 2
    assert "did you mean plan?" in done.err

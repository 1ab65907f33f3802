from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from support.folders import PRESET, contents, history
from support.histories import plain
from support.run import Result, mentorctl

YEAR = "2026-2027"


def init(where: Path | str, *words: str, cwd: Path | None = None) -> Result:
    preset = "missouri-career-education"
    return mentorctl("init", where, "--preset", preset, "--year", YEAR, *words, cwd=cwd)


def test_a_new_folder_is_a_clean_program_under_git(tmp_path: Path) -> None:
    root = tmp_path / "p"
    done = init(root, "--coordinator-name", "Zoë O'Brien", "--coordinator-email", "z@x.example")
    assert done.code == 0, done.err
    checked = mentorctl("check", "--today", "2026-09-01", cwd=root)
    assert (checked.code, checked.out) == (0, "")
    assert history(root) == ["a new program folder"]
    assert {
        "program.yaml",
        "README.md",
        ".gitattributes",
        ".gitignore",
        ".vscode/settings.json",
        ".mentorctl/schema/plan.json",
        "years/2026-2027.yaml",
        "meetings/2026-2027-kickoff.yaml",
        "meetings/2026-2027-midyear.yaml",
        "people/zoe-obrien.yaml",
    } <= contents(root).keys()
    assert contents(tmp_path).keys() == {f"p/{path}" for path in contents(root)}, "leftovers"


def test_where_git_knows_nobody_the_coordinators_name_is_on_what_is_changed(tmp_path: Path) -> None:
    nobody = tmp_path / "gitconfig"
    nobody.touch()
    words = ("--coordinator-name", "Zoë O'Brien", "--coordinator-email", "z@x.example")
    preset = ("--preset", "missouri-career-education", "--year", YEAR)
    env = {"GIT_CONFIG_GLOBAL": str(nobody)}
    done = mentorctl("init", tmp_path / "p", *preset, *words, env=env)
    assert "carries the name of Zoë O'Brien" in done.err
    assert plain(tmp_path / "p", "log", "--format=%an <%ae>") == "Zoë O'Brien <z@x.example>"

    known = init(tmp_path / "q", *words)
    assert "carries" not in known.err
    assert plain(tmp_path / "q", "log", "--format=%an").strip() == "Jo Tester"


def test_program_yaml_is_the_preset_but_for_what_is_its_own(tmp_path: Path) -> None:
    root = tmp_path / "p"
    init(root, "--name", "Our: Program", "--timezone", "America/Denver")
    text = (root / "program.yaml").read_text(encoding="utf-8")
    text, count = re.subn(r"^id: p-[a-z2-7]{10}$", "id: preset", text, flags=re.MULTILINE)
    assert count == 1
    text = text.replace("America/Denver", "America/Chicago")
    text = text.replace('"Our: Program"', "Missouri Career Education Mentoring Program")
    # and for its format, with the rules that the preset leaves to it
    assert "\nformat: 2\nneeds_mentorctl: 0.1.0\n" in text
    assert text.endswith("shows it.\n")
    own, preset = text.splitlines(), PRESET.read_text(encoding="utf-8").splitlines()
    lines = iter(own)
    assert all(line in lines for line in preset)
    assert len(own) - len(preset) < 20


def test_every_program_gets_an_id_of_its_own(tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        init(tmp_path / name)
        texts.append((tmp_path / name / "program.yaml").read_text(encoding="utf-8"))
    assert texts[0] != texts[1]


def test_another_year_is_in_force_everywhere(tmp_path: Path) -> None:
    root = tmp_path / "p"
    preset = ("--preset", "missouri-career-education")
    assert mentorctl("init", root, *preset, "--year", "2031-2032").code == 0
    assert (root / "years/2031-2032.yaml").exists()
    assert "meeting: kickoff" in (root / "meetings/2031-2032-kickoff.yaml").read_text()
    assert mentorctl("check", "--today", "2031-09-01", cwd=root).out.count("error") == 0


def test_the_folder_one_stands_in_is_filled(tmp_path: Path) -> None:
    root = tmp_path / "p"
    root.mkdir()
    before = root.stat().st_ino
    assert init(".", cwd=root).code == 0
    assert root.stat().st_ino == before, "somebody stands in the old folder"
    assert history(root) == ["a new program folder"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    assert init("p", cwd=tmp_path).code == 0
    assert history(tmp_path / "p") == ["a new program folder"]


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    root = tmp_path / "p"
    root.mkdir()
    (root / "notes.txt").write_text("mine")
    done = init(root)
    assert done.code == 2
    assert "holds something" in done.err
    assert contents(tmp_path) == {"p/notes.txt": b"mine"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--preset", "missouri-carer-education"), "did you mean missouri-career-education?"),
        (("--preset", "zzz"), "known: missouri-career-education"),
        (("--year", "2026-2028"), "no program year"),
        (("--year", "2026"), "no program year"),
        (("--year", "26-28"), "no program year"),
        (("--timezone", "America/Chigago"), "did you mean America/Chicago?"),
        (("--coordinator-email", "x@y.example"), "--coordinator-name"),
        (("--coordinator-name", "李伟"), "--coordinator-id"),
        (("--coordinator-name", "Li Wei", "--coordinator-email", "li"), "email"),
    ],
)
def test_a_wish_that_cannot_be_met_makes_nothing(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = init(tmp_path / "p", *words)
    assert done.code == 2
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_without_git_nothing_is_made(tmp_path: Path) -> None:
    nothing = tmp_path / "empty"
    nothing.mkdir()
    preset = ("--preset", "missouri-career-education", "--year", YEAR)
    done = mentorctl("init", tmp_path / "p", *preset, env={"PATH": str(nothing)})
    assert done.code == 3
    assert "git" in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["empty"]


def test_it_says_what_comes_next(tmp_path: Path) -> None:
    done = init("p q", cwd=tmp_path)
    assert "cd 'p q'" in done.err
    assert "mentorctl import --template people" in done.err
    assert "--role coordinator" in done.err


def test_the_editor_finds_a_schema_for_every_file(tmp_path: Path) -> None:
    root = tmp_path / "p"
    init(root)
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    patterns = settings["yaml.schemas"]
    assert patterns[".mentorctl/schema/plan.json"] == "pairings/*/*/plan.yaml"
    assert patterns[".mentorctl/schema/visit.json"] == "pairings/*/*/visits/*.yaml"
    assert all((root / schema).is_file() for schema in patterns)
    for path in ("program.yaml", *(f"{each}" for each in root.glob("*/*.yaml"))):
        head = (root / path).read_text(encoding="utf-8").partition("\n")[0]
        schema = head.partition("$schema=")[2]
        assert (root / path).parent.joinpath(schema).is_file()


def test_a_program_of_ones_own_is_a_preset_too(tmp_path: Path) -> None:
    other = Path(__file__).parents[2] / "other-program" / "program.yaml"
    words = ("init", "p", "--preset", other, "--year", "2027-2028")
    result = mentorctl(*words, cwd=tmp_path)
    assert result.code == 0, result.err
    text = (tmp_path / "p" / "program.yaml").read_text(encoding="utf-8")
    assert "year: 2027-2028" in text
    assert "mentee: candidate" in text
    assert mentorctl("check", "--today", "2027-08-15", cwd=tmp_path / "p").code in (0, 1)


@pytest.mark.parametrize(
    ("text", "said"), [(None, "there is no file"), ("name: [\n", "broken.yaml:")]
)
def test_a_file_that_is_no_program_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    result = mentorctl(
        "init", "p", "--preset", "./broken.yaml", "--year", "2027-2028", cwd=tmp_path
    )
    assert result.code == 2
    assert said in result.err
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    ("forge", "path"), [("github", ".github/workflows/mentorctl.yml"), ("sourcehut", None),
                        ("gitlab", ".gitlab-ci.yml")],
)  # fmt: skip
def test_a_forge_checks_what_is_shared(tmp_path: Path, forge: str, path: str | None) -> None:
    root = tmp_path / "p"
    done = init(root, "--ci", forge)
    if path is None:
        assert done.code == 2
        assert "forge" in done.err
        return
    assert done.code == 0, done.err
    text = (root / path).read_text(encoding="utf-8")
    assert "mentorctl check" in text
    assert "mentorctl audit" in text
    assert "depth: 0" in text.lower().replace('"', "")
    assert YAML(typ="safe").load(text)
    checked = mentorctl("check", "--format", "json", "--today", "2026-09-01", cwd=root)
    assert [each["code"] for each in json.loads(checked.out)["findings"]] == ["no-coordinator"]
    (root / path).write_text(f"{text}# ours\n", encoding="utf-8")
    assert mentorctl("save", "--today", "2026-09-01", cwd=root).code == 0


def test_git_is_told_how_records_come_together(tmp_path: Path) -> None:
    root = tmp_path / "p"
    assert init(root).code == 0
    asked = plain(root, "check-attr", "merge", "program.yaml", "README.md")
    assert asked.splitlines() == ["program.yaml: merge: mentorctl", "README.md: merge: unspecified"]
    assert "merge-driver %O %A %B %P" in plain(root, "config", "merge.mentorctl.driver")


def test_pre_commit_finds_the_check() -> None:
    hooks = YAML(typ="safe").load(Path(__file__).parents[3] / ".pre-commit-hooks.yaml")
    assert [each["entry"] for each in hooks] == ["mentorctl check"]
    assert all(re.search(each["files"], "people/ana-ruiz.yaml") for each in hooks)


def test_a_new_folder_lies_where_c_says(tmp_path: Path) -> None:
    words = ("--preset", "missouri-career-education", "--year", "2026-2027")
    done = mentorctl("-C", tmp_path, "init", "p", *words)
    assert done.code == 0, done.err
    assert (tmp_path / "p/program.yaml").is_file()


def test_the_readme_says_what_to_do_first_and_whom_to_ask(tmp_path: Path) -> None:
    words = ("--preset", "missouri-career-education", "--year", "2026-2027")
    named = ("--coordinator-name", "Maria Ruiz", "--coordinator-email", "maria@district.example")
    mentorctl("init", "one", *words, *named, cwd=tmp_path)
    mentorctl("init", "two", *words, cwd=tmp_path)
    one, two = ((tmp_path / name / "README.md").read_text("utf-8") for name in ("one", "two"))
    assert "Maria Ruiz, maria@district.example, keeps this folder." in one
    assert "under `coordinators`" in two
    for command in re.findall(r"`mentorctl ([a-z-]+(?: [a-z-]+)?)`", one):
        assert mentorctl(*command.split(), cwd=tmp_path / "one").code == 0, command

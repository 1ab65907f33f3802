"""Signatures that go stale through other files than their record's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.history.test_record_history import PAIRING, said, story
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, TEO, Story
from support.telling import PLAN

from mentorctl.store.form_sources import FormSources
from mentorctl.store.recorded_files import entries_of

if TYPE_CHECKING:
    from pathlib import Path

OF_MENTOR = "the signature of Teo Lindqvist (mentor) on the plan"


def signed() -> Story:
    """A plan that its mentor has signed as the form reads."""
    made = Story()
    sources = FormSources(made.files.get, lambda _path: "")
    (plan,) = (entries_of("plan", made.files[PLAN], 1) or {}).values()
    context = sources.covered(plan, "mentor", FIRST)
    made.sign("plan.yaml", "mentor", TEO, "2026-09-25T15:00:00-05:00", context=context)
    made.commit(TEO, "2026-09-25T15:00:10-05:00")
    return made


def last_of(root: Path, path: str = PLAN) -> list[tuple[str, list[str]]]:
    """Who did what, from the signature on."""
    return [(each.person, said(root, each)) for each in story(root, PAIRING, path)[1:]]


def test_a_signature_goes_stale_through_program_yaml_and_a_name(tmp_path: Path) -> None:
    made = signed()
    before = made.files["program.yaml"]
    number = "12"
    old = made.files["program.yaml"].decode().partition(f"number: {number}\n")[2]
    title = old.partition("title:")[2].partition("\n")[0]
    made.put("program.yaml", f"title:{title}\n", f"title:{title} or so\n")
    made.commit(IRIS, "2026-11-02T10:00:00-06:00")
    made.files["program.yaml"] = before
    made.commit(IRIS, "2026-11-03T10:00:00-06:00")
    made.put(f"people/{TEO}.yaml", "name: Teo Lindqvist", "name: Teo Lindqvist-Bell")
    made.commit(TEO, "2026-11-04T10:00:00-06:00")
    made.put(f"people/{NOOR}.yaml", "email: ", "email: x")
    made.commit(NOOR, "2026-11-05T10:00:00-06:00")
    made.lay_in(tmp_path)

    of_mentor = OF_MENTOR.replace("Lindqvist", "Lindqvist-Bell")
    catalogued = f"title of number {number} of the catalogue (program.yaml)"
    expected = [
        (TEO, ["Teo Lindqvist-Bell signed the plan as mentor"]),
        (IRIS, [f"{of_mentor} went stale: {catalogued}"]),
        (IRIS, [f"{of_mentor} holds again"]),
        (TEO, [f"{of_mentor} went stale: name of the mentor (people/{TEO}.yaml)"]),
    ]
    assert last_of(tmp_path) == expected
    whole = [each for each in last_of(tmp_path, "") if "the plan" in " ".join(each[1])]
    assert whole == expected


def test_what_follows_from_a_change_of_the_record_is_told_as_that(tmp_path: Path) -> None:
    made = signed()
    made.put(PLAN, "catalogue: 12\n", "catalogue: 19\n")
    made.commit(TEO, "2026-11-02T10:00:00-06:00")
    made.lay_in(tmp_path)
    (_, (_, (*_, told))) = last_of(tmp_path)
    assert told.startswith(f"{OF_MENTOR} went stale: Experience # of experience")
    assert "program.yaml" not in told


def test_a_merge_brings_a_change_beside_a_signature(tmp_path: Path) -> None:
    made = Story()
    base = len(made.commits) - 1
    made.put(f"people/{AMARA}.yaml", "name: Amara Okafor", "name: Amara Okafor-Lee")
    other = made.commit(AMARA, "2026-09-25T14:00:00-05:00")
    names = made.files
    made.go_to(base)
    sources = FormSources(made.files.get, lambda _path: "")
    (plan,) = (entries_of("plan", made.files[PLAN], 1) or {}).values()
    context = sources.covered(plan, "mentor", FIRST)
    made.sign("plan.yaml", "mentor", TEO, "2026-09-25T15:00:00-05:00", context=context)
    mine = made.commit(TEO, "2026-09-25T15:00:10-05:00", parents=(base,))
    made.files = names | {each: held for each, held in made.files.items() if each not in names}
    made.commit(IRIS, "2026-09-26T09:00", parents=(mine, other))
    made.lay_in(tmp_path)
    *_, (who, (*_, told)) = last_of(tmp_path)
    assert who == IRIS
    assert told == f"{OF_MENTOR} went stale: name of the mentee (people/{AMARA}.yaml)"


def test_a_story_tells_nothing_of_other_records_that_its_forms_rest_on(tmp_path: Path) -> None:
    made = signed()
    made.put(PLAN, "catalogue: 12\n", "catalogue: 19\n")
    made.commit(TEO, "2026-11-02T10:00:00-06:00")
    made.lay_in(tmp_path)
    assert story(tmp_path, PAIRING, f"{FIRST}/visits/2026-01-01.yaml") == []


def test_the_story_of_a_record_tells_of_no_signature_on_another(tmp_path: Path) -> None:
    made = signed()
    mine = len(made.commits) - 1
    signatures = {path: held for path, held in made.files.items() if "/signatures/" in path}
    made.go_to(mine - 1)
    made.put(ONE, "achieved:", "# seen\nachieved:")
    made.put(PLAN, "catalogue: 12\n", "catalogue: 12 # seen\n")
    other = made.commit(IRIS, "2026-09-25T16:00:00-05:00", parents=(mine - 1,))
    made.files |= signatures
    made.commit(IRIS, "2026-09-26T09:00", parents=(mine, other))
    made.put(f"people/{TEO}.yaml", "name: Teo Lindqvist", "name: Teo Lindqvist-Bell")
    made.commit(TEO, "2026-11-04T10:00:00-06:00")
    made.lay_in(tmp_path)
    assert "on the plan went stale" in str(last_of(tmp_path))
    assert "on the plan" not in str(last_of(tmp_path, ONE))

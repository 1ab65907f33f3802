"""Holds what a command says in JSON to its schema, which then has to name every key."""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT7

from mentorctl.reports.outputs.output_schema import OUTPUTS, schema_of

VERSIONS = (1, 2)


def strict(schema: Any) -> Any:
    """The same, but for what no key of it names."""
    if isinstance(schema, dict):
        made = {key: strict(each) for key, each in schema.items()}
        return {**made, "additionalProperties": False} if "properties" in made else made
    return [strict(each) for each in schema] if isinstance(schema, list) else schema


CHECKS = {
    (output.name, version): Draft202012Validator(
        strict(schema_of(output, version)), format_checker=FormatChecker()
    )
    for output in OUTPUTS
    for version in VERSIONS
}


def faults_of(name: str, version: int, said: Any) -> list[str]:
    """Where what is said is not as the schema says."""
    return [
        f"{'.'.join(map(str, each.absolute_path))}: {each.message[:200]}"
        for each in CHECKS[name, version].iter_errors(said)
    ]


# what the schemas of records refer to beside themselves; it insists on nothing
_OFFERED = Registry().with_resource("people.json", DRAFT7.create_resource({}))


def record_check(schema: Any) -> Any:
    """A validator of records by the schema that an editor has, once that is known to be one."""
    Draft7Validator.check_schema(schema)
    return validator(schema)


def validator(schema: Any) -> Any:
    """A validator of records by the schema that an editor has."""
    return Draft7Validator(schema, registry=_OFFERED)

"""Where the files of a program lie: the one place that takes paths apart and puts them together.

    program.yaml
    people/ID.yaml · meetings/YEAR-ID.yaml · years/YEAR.yaml · standards/YEAR.yaml · ...
    lists/YEAR/NAME/FILE: a list as it was sent
    pairings/YEAR/ID/FILE, where FILE is pairing.yaml, experiences/1.yaml, signatures/..., ...

Paths are relative to the program folder, or to the pairing where it says so, with `/`.
"""

from __future__ import annotations

__all__ = [
    "ALLOWED_SIGNERS",
    "ANSWER_SHEETS",
    "CLOSED_EVALUATIONS",
    "COLUMNS_FILE",
    "EVALUATIONS",
    "EVIDENCE",
    "LISTS",
    "LOOK_FILE",
    "MADE",
    "MEETINGS",
    "PAIRINGS",
    "PAIRING_FILE",
    "PEOPLE",
    "PEOPLE_SCHEMA",
    "PROGRAM_FILE",
    "SCHEMAS",
    "SIGNATURES",
    "SUFFIX",
    "SUMMARIES",
    "TEMPLATES",
    "YEARS",
    "InPairing",
    "closed_file",
    "evaluation_file",
    "evaluation_in",
    "file_in",
    "frozen_folder",
    "in_pairing",
    "meeting_file",
    "meeting_in",
    "pairing_file",
    "pairings_of",
    "person_file",
    "person_in",
    "record_name",
    "sheets_folder",
    "signature_file",
    "signatures_begin",
    "stem_in",
    "summary_file",
    "tells_signatures",
    "year_file",
]

SUFFIX = ".yaml"
PROGRAM_FILE = "program.yaml"
LOOK_FILE = "templates/look.yaml"
COLUMNS_FILE = "columns.yaml"
PEOPLE, MEETINGS, YEARS, PAIRINGS = "people", "meetings", "years", "pairings"
# a program's answers on standards, and the standards themselves
ANSWERS, STANDARD_RULES = "standards", "standards/rules"
# lists as they were sent
LISTS = "lists"
REASSIGNMENTS, MID_YEAR = "reassignments", "reassignments/mid-year"
# questionnaires as they were begun, who answered those that are closed, and the sealed sheets
EVALUATIONS, CLOSED_EVALUATIONS = "evaluations", "evaluations/closed"
ANSWER_SHEETS = "evaluations/sheets"
# what was shown of their answers
SUMMARIES = "evaluations/summaries"
# what was drafted for whom, a file a day
REMINDED = "reminders"
PAIRING_FILE = "pairing.yaml"
# a program's own forms and messages, and how these look
TEMPLATES = "templates"
# what the toolkit itself keeps in the folder
ALLOWED_SIGNERS, SCHEMAS = ".mentorctl/allowed_signers", ".mentorctl/schema"
# what editors offer for the id of a person; the other schemas refer to it
PEOPLE_SCHEMA = f"{SCHEMAS}/people.json"
# folders of a pairing
# what the toolkit makes, and editors change by themselves
MADE = (".mentorctl/", ".vscode/")
EVIDENCE, SIGNATURES = "evidence", "signatures"
_DEPTH = 4


class InPairing:
    """A file of a pairing; no named tuple, because Tab and the answer cache do without `typing`.

    Attributes:
        year: The program year that the pairing is of.
        pairing: The pairing's id.
        file: The file, relative to the pairing's folder.
    """

    __slots__ = ("file", "pairing", "year")

    def __init__(self, year: str, pairing: str, file: str) -> None:
        self.year = year
        self.pairing = pairing
        self.file = file

    @property
    def folder(self) -> str:
        """The pairing's folder, with `/` at its end."""
        return f"{PAIRINGS}/{self.year}/{self.pairing}/"

    @property
    def path(self) -> str:
        """The file, relative to the program folder."""
        return f"{PAIRINGS}/{self.year}/{self.pairing}/{self.file}"


def in_pairing(path: str) -> InPairing | None:
    """The pairing that a file belongs to, or None for a file outside of the pairings."""
    parts = path.split("/", _DEPTH - 1)
    if len(parts) != _DEPTH or parts[0] != PAIRINGS or not parts[-1]:
        return None
    return InPairing(parts[1], parts[2], parts[3])


def pairing_file(year: str, pairing: str, file: str = PAIRING_FILE) -> str:
    """A file of a pairing; its `pairing.yaml` when none is named, its folder with an empty one."""
    return f"{PAIRINGS}/{year}/{pairing}/{file}"


def pairings_of(year: str) -> str:
    """The folder that holds the folders of a program year's pairings."""
    return f"{PAIRINGS}/{year}"


def file_in(folder: str, stem: str) -> str:
    """The file of a record in a folder of records: `people/ada-lind.yaml`."""
    return f"{folder}/{stem}{SUFFIX}"


def stem_in(folder: str, path: str) -> str | None:
    """The name of a record that lies right in a folder, without `.yaml`; None for other files."""
    place, _, name = path.rpartition("/")
    return name[: -len(SUFFIX)] if place == folder and name.endswith(SUFFIX) else None


def person_file(person: str) -> str:
    """The file of a person."""
    return file_in(PEOPLE, person)


def person_in(path: str) -> str | None:
    """The id of the person whose file this is; None for other files."""
    return stem_in(PEOPLE, path)


def year_file(year: str) -> str:
    """The file of a program year's own facts."""
    return file_in(YEARS, year)


def meeting_file(year: str, meeting: str) -> str:
    """The file of a meeting of program.yaml in a program year."""
    return file_in(MEETINGS, f"{year}-{meeting}")


def meeting_in(path: str) -> tuple[str, str] | None:
    """The program year and the meeting whose file this is; None for other files."""
    return _of_year(stem_in(MEETINGS, path))


def evaluation_file(year: str, questionnaire: str) -> str:
    """The file of a questionnaire of program.yaml as it was begun for a program year."""
    return file_in(EVALUATIONS, f"{year}-{questionnaire}")


def closed_file(year: str, questionnaire: str) -> str:
    """The file that says who answered a questionnaire of a program year that is closed."""
    return file_in(CLOSED_EVALUATIONS, f"{year}-{questionnaire}")


def sheets_folder(year: str, questionnaire: str) -> str:
    """The folder of the sealed sheets of a closed questionnaire; all that lies in it is sealed."""
    return f"{ANSWER_SHEETS}/{year}-{questionnaire}"


def summary_file(year: str, questionnaire: str) -> str:
    """The file that says what was shown of the answers to a questionnaire of a program year."""
    return file_in(SUMMARIES, f"{year}-{questionnaire}")


def evaluation_in(path: str) -> tuple[str, str] | None:
    """The program year and the questionnaire whose begun or closed file this is; else None."""
    return _of_year(stem_in(EVALUATIONS, path) or stem_in(CLOSED_EVALUATIONS, path))


def _of_year(stem: str | None) -> tuple[str, str] | None:
    first, _, rest = (stem or "").partition("-")
    second, mark, name = rest.partition("-")
    return (f"{first}-{second}", name) if mark else None


def answers_file(year: str) -> str:
    """The file of a program year's answers on standards."""
    return file_in(ANSWERS, year)


def standard_file(standard: str) -> str:
    """The file of a standard."""
    return file_in(STANDARD_RULES, standard)


def record_name(file: str) -> str:
    """What commands call a record, of its file or one of its entries: `plan`, `visits/2026-10-15`.

    Args:
        file: The file, relative to its pairing or to the program; `log.yaml#7f3a` for an entry.
    """
    return file.partition("#")[0].removesuffix(SUFFIX)


def signature_file(record: str, role: str) -> str:
    """The file of a role's signatures, in the record's pairing.

    Args:
        record: The record relative to its pairing, `experiences/1.yaml`.
        role: The role that signs.
    """
    return f"{signatures_begin(record)}{role}{SUFFIX}"


def signatures_begin(record: str) -> str:
    """What the paths of a record's signatures begin with, in the record's pairing.

    Args:
        record: The record relative to its pairing, `experiences/1.yaml`.
    """
    return f"{SIGNATURES}/{record_name(record).replace('/', '-')}."


def is_evidence(path: str) -> bool:
    """Whether a file is one that was handed in with the work of a pairing."""
    place = in_pairing(path)
    return place is not None and place.file.startswith(f"{EVIDENCE}/")


def tells_signatures(path: str) -> bool:
    """Whether a file holds signatures: one right in that folder of a pairing."""
    if not path.endswith(SUFFIX):
        return False
    # a pairing may itself be called so
    place = in_pairing(path)
    return place is not None and stem_in(SIGNATURES, place.file) is not None


def frozen_folder(year: str, name: str) -> str:
    """The folder of a list as it was sent."""
    return f"{LISTS}/{year}/{name}"

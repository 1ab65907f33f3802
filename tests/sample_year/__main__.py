"""Write the year of the sample program for the demo: PYTHONPATH=tests python -m sample_year."""

from __future__ import annotations

from mentorctl.cli.commands.demo import SAMPLE_DAY
from mentorctl.cli.demo.demo_history import YEAR
from mentorctl.data import data
from mentorctl.store.folder import Folder
from sample_year.derive import year_lines

if __name__ == "__main__":
    YEAR.write_bytes(year_lines(Folder(data("sample-program")), SAMPLE_DAY))

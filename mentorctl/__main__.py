"""Where the `mentorctl` command starts."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run `mentorctl` with the words of the command line."""
    # a run is over before there is anything to collect, and looking for it takes 5 ms at the start
    gc.disable()
    from mentorctl.cli.output.answer_cache import replay  # noqa: PLC0415 - nothing heavy before it
    from mentorctl.cli.output.pager import without_option  # noqa: PLC0415 - as above
    from mentorctl.cli.output.streams import lost_answer, settle  # noqa: PLC0415 - as above

    settle()
    code = replay(without_option(sys.argv[1:]))
    if code is not None and lost_answer() is None:
        raise SystemExit(code)
    from mentorctl.cli.error_handler import end, run  # noqa: PLC0415 - only when there is work to do

    end(run() if code is None else code)


if __name__ == "__main__":
    main()

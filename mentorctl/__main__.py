"""Where the `mentorctl` command starts."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run `mentorctl` with the words of the command line."""
    # a run is over before there is anything to collect, and looking for it takes 5 ms at the start
    gc.disable()
    from mentorctl.cli.output.answer_cache import replay  # noqa: PLC0415 - nothing heavy before it

    try:
        code = replay(sys.argv[1:])
    except OSError as error:
        from mentorctl.cli.error_handler import report_error  # noqa: PLC0415 - only when it fails

        code = report_error(error)
    if code is not None:
        raise SystemExit(code)
    from mentorctl.cli.error_handler import run  # noqa: PLC0415 - only when there is work to do

    run()


if __name__ == "__main__":
    main()

#!/bin/sh
# One list from many programs, for a nightly job. Stands in an empty folder; each argument is a
# program folder, a worktree, or a bare repository of one.
#
#   DAY=2027-04-30 sh nightly.sh /programs/*.git
#
# The lists are those that were recorded by the end of DAY. Where one cannot be read whole, nothing
# is written for any program, and the exit code is not 0.
set -eu
day=${DAY:-$(date +%F)}
rm -rf lists
mkdir lists
number=0
for program in "$@"; do
    number=$((number + 1))
    # 1: something could not be read; 3: no history or no program
    mentorctl -C "$program" completers --at "$day" --explain --strict --format csv \
        > "lists/$number.csv"
done
duckdb -c ".read $(dirname "$0")/roll-up.sql"

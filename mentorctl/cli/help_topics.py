"""What concerns every command, by topic, for `mentorctl help TOPIC`."""

from __future__ import annotations

__all__ = ["TOPICS"]

TOPICS = {
    "names": """\
Names: how to say who and what is meant

  a person       noor-haddad · haddad · "Noor Haddad" · "Haddad, Noor" · her email
  a pairing      its id or a part of it · who is in it: okafor · "Amara Okafor"
  a role         the program's own word or the toolkit's: protégé, mentee, content advisors
  an experience  1 · experience 1 · experiences/1 · a word of its title
  a record       plan · log · visits/2026-10-05 · what the program calls it

A part is enough as long as only one can be meant; else the candidates are named. Capitals and
accents make no difference. A command about one pairing names the pairing first and then what is
to be done; the other order is understood.""",
    "days": """\
Days and times

  a day          2026-12-14 · 12/14/2026 · Dec 14, 2026 · yesterday, tomorrow
  a time         15:30 · 3:30 pm
  a span         14d · 2w · 3m (days, weeks, months)
  --on           the day something happened; today when left out
  --today        judge as of this day
  --from         when something began
  --until        when it ended; also the last day of an extension

A day that could be two, as 10/6/2026, is not guessed: write the year first.

Today is that of the program's own time zone.""",
    "files": """\
Files and formats

  --format       how a list is said on the screen: table, json, csv …
  --to           what a form is made as: docx, pdf, html
  --out          where to: a file if it ends like one (list.pdf), else a folder
  --dry-run      show what would be written, and write nothing

Data goes to standard output, everything else to standard error.""",
    "codes": """\
What a command exits with

  0    all well
  1    findings: something needs a person
  2    wrong usage
  3    it cannot run: no program here, no git, a broken folder
  4    a bug, with a log to send
  130  interrupted""",
}

"""Files for other people's programs: drafts of messages, and calendars. Only here is iCalendar known.

May import `model`, `reports` and `data`.
"""

"""Files for other people's programs: drafts of messages, and calendars. It alone knows iCalendar.

May import `forms`, `model` and `reports`.
"""

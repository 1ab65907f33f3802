"""What leaves the folder for mail programs and calendars: entries of calendars, and reminders.

May import `model`, `rules`, `reports`, `store`, `trail`, `caches`, `data` and `toolkit`.
"""

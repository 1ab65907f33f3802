"""What leaves the folder for mail programs and calendars: entries of calendars, and reminders.

May import `model`, `reports`, `rules`, `store` and `trail`.
"""

"""Tables that people made in a spreadsheet, read as they look; nothing in them is trusted.

May import `store.errors`.
"""

"""Parts of `remind`: drafts of messages, and the record of them.

May import everything.
"""

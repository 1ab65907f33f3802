"""What a person sees: text on the console, tables, files that are handed in, drafts of mails.

May import everything but not `cli.commands`.
"""

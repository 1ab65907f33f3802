"""The rules: one a file, listed in `team_rules`, `program_rules` and `all_rules`.

May import `model`.
"""

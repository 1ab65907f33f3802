"""The program folder: find it, read it fast, edit it in place. Only this package knows YAML.

May import `model`.
"""

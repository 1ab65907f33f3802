"""What guards a shared repository: git's pre-receive hook, and who may touch what.

May import `model` and `trail`.
"""

"""The key register: whose key counted when, who may say so, and what ends that.

May import `model` and `trail.ssh`.
"""

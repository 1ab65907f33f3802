"""OpenSSH keys and signatures: reading, checking, making. The only package that starts ssh-keygen.

May import `trail.errors`.
"""

"""Drawings of what stands in program.yaml, as SVG, each with its words for those who do not see it.

May import `model` and the rest of `forms`.
"""

"""Forms of what people are asked without their names: the sheet, and what may be shown of it.

May import `model` and the rest of `forms`.
"""

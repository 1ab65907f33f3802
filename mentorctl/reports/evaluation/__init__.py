"""What is shown of a questionnaire's answers, so that nobody's own can be told from it.

May import `model`, `reports`, `rules`, `store` and `trail`.
"""

"""What signatures and history prove: the audit, the state of each signature, receipts.

May import `model`, `rules`, `store`, `trail` and the rest of `reports`.
"""

"""The folder's history. Only this package starts git."""

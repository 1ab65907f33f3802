"""Where the files that come with the toolkit are: form templates, presets, the sample program."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data"]


def data(*parts: str) -> Path:
    """A file or folder that is shipped with the toolkit.

    Args:
        parts: The way to it, from `templates` or `sample-program` on.

    Returns:
        Its path, in the installed package or else in the checkout. Whether it is there is for
        the caller to see.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return (installed if installed.is_dir() else package.parent).joinpath(*parts)

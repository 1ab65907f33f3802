"""Talk to the real yaml-language-server, as an editor does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any, Self

__all__ = ["LanguageServer", "server_command"]


def server_command() -> list[str] | None:
    """How to start the server, or None where there is none.

    It is looked for at MENTORCTL_YAML_LS and on the PATH.
    """
    place = os.environ.get("MENTORCTL_YAML_LS") or shutil.which("yaml-language-server")
    if not place or not Path(place).exists() or not shutil.which("node"):
        return None
    return ["node", str(Path(place).resolve()), "--stdio"]


class LanguageServer:
    """One running server that an editor has opened a folder with."""

    def __init__(
        self, command: list[str], root: Path, schemas: dict[str, str] | None = None
    ) -> None:
        self._root = root
        self._settings = {"yaml": {**SETTINGS, "schemas": schemas or {}}}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._number = 0
        self._files = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        capabilities = {"workspace": {"configuration": True}}
        self._ask("initialize", processId=None, rootUri=root.as_uri(), capabilities=capabilities,
                  workspaceFolders=[{"uri": root.as_uri(), "name": "program"}])  # fmt: skip
        self._tell("initialized")
        self._tell("workspace/didChangeConfiguration", settings=self._settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def diagnostics(self, path: str, text: str) -> list[tuple[int, str]]:
        """Open a file with a text, and return what is said of it: 1-based line and message."""
        return self.all_diagnostics([(path, text)])[0]

    def all_diagnostics(self, files: list[tuple[str, str]]) -> list[list[tuple[int, str]]]:
        """The same for many files that are opened together: the server waits before it looks."""
        uris = [self._fresh(path) for path, _ in files]
        for uri, (_, text) in zip(uris, files, strict=True):
            self._open(uri, text)
        while not self._diagnostics.keys() >= set(uris):
            self._take()
        return [
            [
                (each["range"]["start"]["line"] + 1, each["message"])
                for each in self._diagnostics[at]
            ]
            for at in uris
        ]

    def completions(self, path: str, text: str, line: int, column: int) -> dict[str, str]:
        """What is offered at a place (1-based) of a file, and what is said beside each."""
        answer = self._at("textDocument/completion", path, text, line, column)
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: item.get("documentation") or "" for item in items}

    def hover(self, path: str, text: str, line: int, column: int) -> str:
        """What is said of what stands at a place (1-based) of a file."""
        answer = self._at("textDocument/hover", path, text, line, column)
        return answer["contents"]["value"] if answer else ""

    def _at(self, method: str, path: str, text: str, line: int, column: int) -> Any:
        uri = self._fresh(path)
        self._open(uri, text)
        return self._ask(method, textDocument={"uri": uri},
                         position={"line": line - 1, "character": column - 1})  # fmt: skip

    def _fresh(self, path: str) -> str:
        """A file in the same folder that the server has not seen: the modeline decides anyway."""
        self._files += 1
        return (self._root / path).with_stem(str(self._files)).as_uri()

    def _open(self, uri: str, text: str) -> None:
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._take()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message.get("result")

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self._process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        stream.flush()

    def _take(self) -> dict[str, Any]:
        """The next message, after the server has had its own questions answered."""
        message = _read(self._process.stdout)
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            params = message["params"]
            self._diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "workspace/configuration":
            answer = [
                self._settings.get(item.get("section")) for item in message["params"]["items"]
            ]
            self._send({"id": message["id"], "result": answer})
        elif method is not None and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message


# nothing is fetched: schemas come from the folder alone
SETTINGS: dict[str, Any] = {
    "validate": True,
    "completion": True,
    "schemaStore": {"enable": False},
}


def _read(stream: IO[bytes] | None) -> dict[str, Any]:
    assert stream is not None
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    assert length, "the server has gone"
    message: dict[str, Any] = json.loads(stream.read(length))
    return message

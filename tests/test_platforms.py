"""No code path needs what its system lacks: every such name stands behind a check of the system.

The checks are those that mypy understands, so that `mypy --platform win32` (see CONTRIBUTING.md)
looks at the same paths; it also knows every attribute, and this test what mypy cannot see:
modules that are not there to import, and arguments that raise.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "mentorctl"
EVERYWHERE = frozenset({"linux", "darwin", "win32"})
POSIX = frozenset({"linux", "darwin"})
NAMES = {
    POSIX: """
        fcntl resource termios tty pty pwd grp readline syslog posix curses
        select selectors
        os.fork os.forkpty os.getuid os.geteuid os.getgid os.getegid os.getgroups os.setuid
        os.setgid os.chown os.fchown os.lchown os.chroot os.mkfifo os.mknod os.killpg os.setsid
        os.setpgid os.getpgid os.getpgrp os.nice os.openpty os.ctermid os.ttyname os.tcgetpgrp
        os.tcsetpgrp os.pread os.pwrite os.sendfile os.statvfs os.uname os.wait os.wait3 os.wait4
        os.WNOHANG os.posix_spawn os.sysconf os.confstr os.getloadavg os.sync os.set_blocking
        os.O_NOCTTY os.O_NOFOLLOW os.O_DIRECTORY os.O_CLOEXEC os.O_NONBLOCK
        signal.SIGKILL signal.SIGHUP signal.SIGALRM signal.SIGUSR1 signal.SIGUSR2 signal.SIGCHLD
        signal.SIGPIPE signal.SIGQUIT signal.SIGSTOP signal.SIGTSTP signal.SIGCONT signal.SIGWINCH
        signal.alarm signal.setitimer signal.pause signal.sigwait signal.pthread_sigmask
        socket.AF_UNIX time.tzset
        preexec_fn= pass_fds= dir_fd= src_dir_fd= dst_dir_fd=
    """,
    frozenset({"linux"}): """
        os.sched_getaffinity os.sched_setaffinity os.memfd_create os.pidfd_open os.eventfd
        os.splice os.copy_file_range os.O_PATH os.O_TMPFILE os.fdatasync
        get_context(fork)
    """,
    frozenset({"win32"}): """
        msvcrt winreg winsound _winapi
        os.startfile os.O_BINARY os.O_TEXT signal.CTRL_C_EVENT signal.CTRL_BREAK_EVENT
        subprocess.CREATE_NO_WINDOW subprocess.CREATE_NEW_PROCESS_GROUP subprocess.STARTUPINFO
    """,
}
HAVE = {name: systems for systems, names in NAMES.items() for name in names.split()}
# the last word of each
LAST = {re.findall(r"\w+", name)[-1] for name in HAVE}
ANY = re.compile(rf"\b(?:{'|'.join(sorted(LAST))})\b")


def unguarded(code: str) -> list[str]:
    """The names in a module that a system would miss which runs that line."""
    if not ANY.search(code):
        return []  # parsing takes long
    return sorted(
        f"{line}: {name} is not on {', '.join(sorted(missing))}"
        for line, name, where in _block(ast.parse(code).body, EVERYWHERE)
        if (missing := where - HAVE.get(name, EVERYWHERE))
    )


Use = tuple[int, str, frozenset[str]]


def _block(statements: list[ast.stmt], where: frozenset[str]) -> Iterator[Use]:
    for statement in statements:
        if isinstance(statement, ast.If):
            if ast.unparse(statement.test).endswith("TYPE_CHECKING"):
                continue
            then, otherwise = _systems(statement.test)
            yield from _used(statement.test, where)
            yield from _block(statement.body, where & then)
            yield from _block(statement.orelse, where & otherwise)
            if isinstance(statement.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break)):
                where &= otherwise
        else:
            yield from _used(statement, where)


def _systems(test: ast.expr) -> tuple[frozenset[str], frozenset[str]]:
    """On which systems a condition can hold, and on which it can fail."""
    match test:
        case ast.Compare(
            left=ast.Attribute(value=ast.Name(id="sys"), attr="platform"),
            ops=[ast.Eq() | ast.NotEq() as op],
            comparators=[ast.Constant(value=str(name))],
        ):
            named, others = frozenset({name}), EVERYWHERE - {name}
            return (named, others) if isinstance(op, ast.Eq) else (others, named)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _systems(operand)[::-1]
        case ast.BoolOp(op=op, values=values):
            holds, fails = zip(*map(_systems, values), strict=True)
            if isinstance(op, ast.And):
                return EVERYWHERE.intersection(*holds), frozenset().union(*fails)
            return frozenset().union(*holds), EVERYWHERE.intersection(*fails)
    return EVERYWHERE, EVERYWHERE


def _used(node: ast.AST, where: frozenset[str]) -> Iterator[Use]:
    """What a statement or an expression names, and what stands below it."""
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _used(value, where)
            where &= _systems(value)[not isinstance(node.op, ast.And)]
        return
    line = getattr(node, "lineno", 0)
    yield from ((line, name, where) for name in _names(node))
    for _, value in ast.iter_fields(node):
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield from _block(value, where)
        else:
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, ast.AST):
                    yield from _used(each, where)


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name.split(".")[0] for alias in names]
        case ast.ImportFrom(module=str(module), names=names):
            return [module.split(".")[0], *(f"{module}.{alias.name}" for alias in names)]
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return [f"{module}.{name}"]
        case ast.Call(
            func=ast.Attribute(attr="get_context"), args=[ast.Constant(value=str(method))]
        ):
            return [f"get_context({method})"]
        case ast.keyword(arg=str(name)):
            return [f"{name}="]
    return []


def test_every_code_path_has_what_it_needs_on_every_system() -> None:
    assert not [
        f"{path.relative_to(PACKAGE)}:{use}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for use in unguarded(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import fcntl",
        "from resource import getrusage",
        "from os import fork",
        "def f():\n    try:\n        import pwd\n    except ImportError:\n        pass",
        "import os\nos.kill(1, signal.SIGKILL)",
        "with open(0) as x:\n    os.fork()",
        "subprocess.run([], pass_fds=(3,))",
        "get = multiprocessing.get_context('fork')",
        "if sys.platform == 'win32':\n    pass\nos.fork()",
        "if sys.platform != 'win32':\n    os.sched_getaffinity(0)",
        "if sys.platform != 'linux' and x:\n    raise Y\nos.fork()",
        "sys.platform != 'win32' or os.fork()",
        "if os.name != 'nt':\n    os.fork()",
        "if sys.platform != 'linux':\n    pass\nelse:\n    msvcrt.getch(); import msvcrt",
    ],
)
def test_a_name_without_a_check_is_found(code: str) -> None:
    assert unguarded(code)


@pytest.mark.parametrize(
    "code",
    [
        "if sys.platform != 'win32':\n    import fcntl\n    fcntl.flock(1, 2)",
        "def f():\n    if sys.platform == 'win32':\n        return\n    import resource",
        "if sys.platform != 'linux' or x:\n    raise Y\nos.sched_getaffinity(0)",
        "if not sys.platform == 'win32':\n    os.geteuid()",
        "sys.platform != 'win32' and os.fork()",
        "if sys.platform == 'win32':\n    import msvcrt\nelse:\n    import termios",
        "if TYPE_CHECKING:\n    import fcntl",
        "for x in y:\n    if sys.platform == 'win32':\n        continue\n    os.fork()",
        "getattr(os, 'O_BINARY', 0)",
    ],
)
def test_a_name_behind_a_check_is_left_alone(code: str) -> None:
    assert not unguarded(code)

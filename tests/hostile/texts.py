"""Files that are no text, no YAML, or YAML of a kind that records do without."""

from __future__ import annotations

from hostile.case import LOG, MENTOR, PAIRING, PLAN, VISIT, YEAR, cut, replaced, values, whole

__all__ = ["TEXTS"]

NAME = "Teo Lindqvist"

NOT_UTF_8 = whole(
    "encoding",
    MENTOR,
    "unreadable-file",
    {
        "utf-16 with its mark": "name: Téo\n".encode("utf-16"),
        "utf-16 big end first": b"\xfe\xff" + "name: Téo\n".encode("utf-16-be"),
        "utf-32": "name: Téo\n".encode("utf-32"),
        "latin-1": "name: José\n".encode("latin-1"),
        "windows-1252": "name: “José”\n".encode("cp1252"),
        "mac-roman": "name: José\n".encode("mac-roman"),
        "lone continuation": b"name: Jos\xa9\n",
        "letter broken off": b"name: Jos\xc3",
        "NUL the long way": b"name: Jo\xc0\x80se\n",
        "slash the long way": b"name: Jo\xc0\xafse\n",
        "encoded surrogate": b"name: Jo\xed\xa0\x80se\n",
        "beyond the last letter": b"name: Jo\xf4\x90\x80\x80se\n",
        "five bytes a letter": b"name: Jo\xf8\x88\x80\x80\x80se\n",
        "two halves in comments": b"# \xe2\x80\nname: Jo # \xae\n",
        "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
        "every byte": bytes(range(256)),
    },
)

HIDDEN = values(
    "hidden character",
    MENTOR,
    "unsafe-text",
    NAME,
    {
        f"U+{ord(each):04X}": f"Teo{each} Lindqvist"
        for each in "\0\a\b\x0b\x0c\x0e\x1b\x1f\x7f\x80\x85\x9b\x9f"
        "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2062"
        "\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffb\ufdd0\ufdef\ufffe\uffff"
        "\u115f\u1160\u17b4\u17b5\u180e\u206a\u206f\u3164\uffa0"
        "\U0001bca0\U0001d173\U0001d17a\U000e0001\U000e0041\U000e007f"
        "\xad\u034f\u180b\u2065\u2800\ufe00\ufe0f\ufff0\U000e0080\U000e0100\U000e0fff"
    },
)

HIDDEN_ELSEWHERE = [
    *whole(
        "hidden character",
        MENTOR,
        "unsafe-text",
        {
            "byte order mark twice": "\ufeff\ufeffname: Teo\n",
            "byte order mark in a later line": "name: Teo\n\ufeffroles: [mentor]\n",
            "utf-16 without its mark": "name: Teo\n".encode("utf-16-le"),
            "docx": b"PK\x03\x04\x14\x00\x06\x00",
            "only NULs": bytes(4096),
            "thousands of them": "name: Teo\n# " + "\x1b[31m" * 20_000 + "\n",
            "in a comment": "# \u202ename: Teo\nname: Teo\n",
            "in a field's name": "na\u200bme: Teo\n",
            "in a block of text": "name: |\n  Teo\x1b]0;owned\x07\n",
            "in quotes": "name: 'Teo\x1b[2J'\n",
        },
    ),
    *replaced(
        "hidden character",
        PLAN,
        "unsafe-text",
        {"far down a file": ("initials: NH\n  on: 2026-09-24", "initials: N\u202eH\n  on: x")},
    ),
]

ESCAPES = [
    *values(
        "escape",
        MENTOR,
        "unsafe-text",
        NAME,
        {
            "NUL": r'"Teo\0"',
            "NUL as x00": r'"Teo\x00"',
            "NUL as u0000": r'"Teo\u0000"',
            "bell": r'"Teo\a"',
            "backspace": r'"Teo\b"',
            "escape": r'"Teo\e[2J"',
            "terminal's title": r'"Teo\x1b]0;owned\x07"',
            "link of a terminal": r'"Teo\x1b]8;;http://x.example\x1b\\"',
            "C1 control": r'"Teo\x9b31m"',
            "delete": r'"Teo\x7f"',
            "carriage return": r'"Teo\rMallory"',
            "vertical tab": r'"Teo\v"',
            "form feed": r'"Teo\f"',
            "next line": r'"Teo\N"',
            "line separator": r'"Teo\L"',
            "paragraph separator": r'"Teo\P"',
            "turned writing": r'"Teo\u202eoeT"',
            "zero width": r'"Teo\u200bL"',
            "byte order mark": r'"\ufeffTeo"',
            "no character": r'"Teo\uffff"',
        },
    ),
    *values(
        "escape",
        MENTOR,
        "unreadable-file",
        NAME,
        {
            "unknown": r'"Teo\q"',
            "of a quote": r'"Teo\'s"',
            "Windows path": r'"C:\Users\Teo"',
            "too short u": r'"Teo\u12"',
            "too short x": r'"Teo\x"',
            "too large": r'"Teo\U00110000"',
            "first half of a letter": r'"Teo\ud800"',
            "second half of a letter": r'"Teo\udfff"',
            "both halves of a letter": r'"Teo\ud83d\ude00"',
            "at the end": '"Teo\\',
        },
    ),
    *whole(
        "escape",
        MENTOR,
        "unsafe-text",
        {
            "in a field's name": '"na\\u202eme": Teo\nname: Teo\n',
            "in a list": 'name: Teo\nroles: ["men\\u200btor"]\n',
            "in a group": 'name: Teo\nphones: {cell: "5\\e[8m"}\n',
        },
    ),
]

FEATURES = whole(
    "yaml feature",
    MENTOR,
    "unsafe-text",
    {
        "anchor": "name: &a Teo\n",
        "anchor and alias": "name: &a Teo\nschool: *a\n",
        "anchor of a field's name": "&a name: Teo\n",
        "anchor of the file": "&a\nname: Teo\n",
        "anchor of nothing": "name: Teo\nschool: &a\n",
        "alias to nowhere": "name: *nowhere\n",
        "alias as a field's name": "name: &a Teo\n*a : x\n",
        "anchor within itself": "name: Teo\nphones: &a\n  cell: *a\n",
        "alias bomb": "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 20)),
        "merge key": "name: Teo\nphones:\n  <<: {cell: 1}\n",
        "merge of an alias": "a: &a {cell: 1}\nname: Teo\nphones:\n  <<: *a\n",
        "python object": "name: !!python/object/apply:os.system ['touch owned']\n",
        "python name": "name: !!python/name:os.system\n",
        "java object": "name: !!javax.script.ScriptEngineManager []\n",
        "ruby object": "name: !ruby/object:Gem::Installer {}\n",
        "tag of text": "name: !!str Teo\n",
        "tag of bytes": "name: !!binary VGVv\n",
        "tag of a set": "name: Teo\nroles: !!set {mentor}\n",
        "tag of one's own": "name: !vault Teo\n",
        "tag in full": "name: !<tag:yaml.org,2002:str> Teo\n",
        "tag of the file": "!!map\nname: Teo\n",
        "tag that says nothing": "name: ! Teo\n",
        "beginning of a document": "---\nname: Teo\n",
        "two documents": "name: Teo\n---\nname: Mallory\n",
        "a hundred documents": "name: Teo\n---\n" * 100,
        "version": "%YAML 1.1\n---\nname: Teo\n",
        "tag's short name": "%TAG ! tag:x.example,2000:\n---\nname: Teo\n",
    },
)

CUT = [
    *cut(
        "broken off",
        LOG,
        "unreadable-file",
        {"in a field's name": "entries:\n  - id: 2026-09-29-1\n    on"},
    ),
    *cut(
        "broken off",
        LOG,
        "missing-field",
        {
            "after a field's name": "entries:\n  - id:",
            "after a value": "entries:\n  - id: 2026-09-29-1",
            "before a time": "    from:",
            "after a time": "    to: 16:15",
        },
    ),
    *cut(
        "broken off",
        LOG,
        "wrong-value",
        {
            "in a date": "    on: 2026-09",
            "in a time": "    from: 15:3",
            "in a list's name": "entr",
            "in a kind": "    kind: meet",
        },
    ),
    *cut("broken off", PAIRING, "missing-field", {"in the middle": "teo-lindqvist\n"}),
    *cut("broken off", PAIRING, "wrong-value", {"in a state": "state: act"}),
    *cut("broken off", VISIT, "unreadable-file", {"in a group's name": "administr"}),
    *cut("broken off", YEAR, "wrong-value", {"in a person's id": "completers_sent:\n  noor"}),
    *whole(
        "broken off",
        MENTOR,
        "unreadable-file",
        {
            "in double quotes": 'name: "Teo',
            "in single quotes": "name: 'Teo",
            "in a list": "name: Teo\nroles: [mentor",
            "after a comma": "name: Teo\nroles: [mentor,",
            "after a bracket": "name: Teo\nroles: [",
            "in a group": "name: Teo\nphones: {cell: 1",
            "after a brace": "name: Teo\nphones: {",
            "in a name in quotes": '"name',
        },
    ),
]

SYNTAX = whole(
    "syntax",
    MENTOR,
    "unreadable-file",
    {
        "tab for spaces": "name: Teo\nphones:\n\tcell: 1\n",
        "tab before a field": "\tname: Teo\n",
        "tab and spaces": "name: Teo\nphones:\n  cell: 1\n \twork: 2\n",
        "second colon": "name: Teo: the mentor\n",
        "field too far right": "name: Teo\n  email: a@b.example\n",
        "field too far left": "name: Teo\nphones:\n    cell: 1\n  work: 2\n",
        "first field too far right": "  name: Teo\nemail: a@b.example\n",
        "list too far left": "name: Teo\nroles:\n    - mentor\n  - staff\n",
        "list beside a field": "name: Teo\n- mentor\n",
        "list in the line": "name: - Teo\n",
        "line without a colon": "name: Teo\nmentor\n",
        "quote in front": 'name: "Teo" Lindqvist\n',
        "field after a quote": "name: 'Teo' email: x\n",
        "bracket too many": "name: Teo\nroles: [mentor]]\n",
        "brace too many": "name: Teo\nphones: {cell: 1}}\n",
        "bracket closed by a brace": "name: Teo\nroles: [mentor}\n",
        "only a bracket": "]",
        "only a brace": "}",
        "at sign": "name: @teo\n",
        "backquote": "name: `teo`\n",
        "percent sign": "name: %teo\n",
        "block's length of nothing": "name: |0\n  Teo\n",
        "block's length of letters": "name: |x\n  Teo\n",
        "block begun in its line": "name: > Teo\n",
        "a name that is a list": "name: Teo\n? [a, b]\n: x\n",
        "a name that is a group": "name: Teo\n{a: b}: x\n",
        "a name that is a list, in brackets": "name: Teo\n[a]: x\n",
        "a name that is nothing": "name: Teo\nnull: x\n",
        "commas alone": "name: Teo\nroles: [,,]\n",
        "anchor without a name": "name: & Teo\n",
        "alias without a name": "name: *\n",
        "unknown short name of a tag": "name: !x!y Teo\n",
        "version of nothing": "%YAML\n---\nname: Teo\n",
        "two documents by dots": "name: Teo\n...\nname: Mallory\n",
        "version 9": "%YAML 9.9\n---\nname: Teo\n",
    },
)

CONFLICTS = whole(
    "conflict",
    MENTOR,
    "unreadable-file",
    {
        "two sides": "name: Teo\n<<<<<<< HEAD\nschool: A\n=======\nschool: B\n>>>>>>> other\n",
        "three sides": "<<<<<<< a\nname: A\n||||||| b\nname: B\n=======\nname: C\n>>>>>>> c\n",
        "on Windows": "name: Teo\r\n<<<<<<< HEAD\r\na: A\r\n=======\r\na: B\r\n>>>>>>> o\r\n",
        "in a text": "name: |\n  Teo\n<<<<<<< HEAD\n  a\n=======\n  b\n>>>>>>> other\n",
        "first half": "name: Teo\n<<<<<<< HEAD\nschool: A\n",
        "second half": "name: Teo\n=======\nschool: B\n>>>>>>> other\n",
        "its end": "name: Teo\n>>>>>>> other\n",
    },
)

TEXTS = [
    *NOT_UTF_8,
    *HIDDEN,
    *HIDDEN_ELSEWHERE,
    *ESCAPES,
    *FEATURES,
    *CUT,
    *SYNTAX,
    *CONFLICTS,
]

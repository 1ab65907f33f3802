from __future__ import annotations

import hashlib
import subprocess
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.keys import (
    SK_ECDSA,
    SK_ED25519,
    SecurityKey,
    key_of,
    lay_key,
    needs_openssh,
    sign_as,
)

from mentorctl.trail.ssh.public_keys import split, wire
from mentorctl.trail.ssh.sshsig import (
    BadKey,
    BadSignature,
    armoured,
    fingerprint,
    parse_public,
    public_of_private,
    signed_commit,
    text_to_sign,
    verify,
    verify_commit,
)

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

MESSAGE = b'{"person":"dana-okafor","record":"pairings/okafor-lindqvist/plan.yaml"}'
NAMESPACE = "mentorctl"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
KINDS = {
    "ed25519": ("ed25519", 256),
    "ecdsa256": ("ecdsa", 256),
    "ecdsa384": ("ecdsa", 384),
    "ecdsa521": ("ecdsa", 521),
    "rsa2048": ("rsa", 2048),
    "rsa3072": ("rsa", 3072),
}
# the order of the curve, RFC 8032 (5.1)
ORDER = 2**252 + 27742317777372353535851937790883648493


class Case(NamedTuple):
    """A signature and what it is held to."""

    armour: str
    message: bytes = MESSAGE
    namespace: str = NAMESPACE


def ours(case: Case) -> str:
    """The fingerprint of the key that signed, or nothing."""
    try:
        return fingerprint(verify(case.message, case.armour, case.namespace))
    except BadSignature:
        return ""


def reason(case: Case) -> str:
    with pytest.raises(BadSignature) as caught:
        verify(case.message, case.armour, case.namespace)
    return caught.value.reason


def theirs(case: Case, folder: Path) -> str:
    """What the real ssh-keygen finds: the fingerprint, or nothing."""
    name = hashlib.sha256(repr(case).encode()).hexdigest()
    place = folder / name
    place.write_text(case.armour, encoding="utf-8", newline="")
    words = ["ssh-keygen", "-Y", "check-novalidate", "-n", case.namespace, "-s", str(place)]
    done = subprocess.run(words, input=case.message, capture_output=True, check=False)
    return done.stdout.split()[-1].decode() if done.returncode == 0 else ""


def blob_of(armour: str) -> bytes:
    return b64decode("".join(armour.splitlines()[1:-1]))


def rearmoured(blob: bytes) -> str:
    return f"{BEGIN}\n{b64encode(blob).decode()}\n{END}\n"


def parts_of(armour: str) -> list[bytes]:
    return split(blob_of(armour), 5, 10)


def joined(*parts: bytes, version: int = 1, magic: bytes = b"SSHSIG", rest: bytes = b"") -> str:
    return rearmoured(magic + version.to_bytes(4) + b"".join(map(wire, parts)) + rest)


def by_device(kind: bytes, flags: int = 1, application: bytes = b"ssh:") -> str:
    device = SecurityKey.make(kind, application)
    made = device.sign(text_to_sign(MESSAGE, NAMESPACE), flags)
    return armoured(device.blob, NAMESPACE, made)


@pytest.fixture(scope="session")
def real(once: Once) -> Path:
    """A key of each kind that this ssh-keygen makes, and what it signed with each."""
    return once("keys", _lay_keys)


def _lay_keys(folder: Path) -> None:
    (folder / "text").write_bytes(MESSAGE)

    def make(name: str) -> None:
        kind, bits = KINDS[name]
        words = ["ssh-keygen", "-q", "-t", kind, "-b", str(bits), "-N", "", "-C", name]
        subprocess.run([*words, "-f", str(folder / name)], check=True, capture_output=True)
        for method in ("sha256", "sha512"):
            words = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-O", f"hashalg={method}"]
            done = subprocess.run(
                [*words, "-f", str(folder / name)], input=MESSAGE, capture_output=True, check=True
            )
            (folder / f"{name}.{method}").write_bytes(done.stdout)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(make, KINDS))


@needs_openssh
@pytest.mark.parametrize("method", ["sha256", "sha512"])
@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_key(real: Path, tmp_path: Path, name: str, method: str) -> None:
    armour = (real / f"{name}.{method}").read_text()
    public = parse_public((real / f"{name}.pub").read_text())
    assert verify(MESSAGE, armour, NAMESPACE).blob == public.blob
    assert theirs(Case(armour), tmp_path) == fingerprint(public)
    for wrong in (Case(armour, MESSAGE + b"\n"), Case(armour, b""), Case(armour, namespace="git")):
        assert not ours(wrong)
        assert not theirs(wrong, tmp_path)


@needs_openssh
@pytest.mark.parametrize("application", [b"ssh:", b"ssh:work", b""])
@pytest.mark.parametrize("flags", [0, 1, 4, 5])
@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_security_keys(tmp_path: Path, kind: bytes, flags: int, application: bytes) -> None:
    case = Case(by_device(kind, flags, application))
    assert ours(case) == theirs(case, tmp_path) != ""
    assert not ours(case._replace(message=b"another"))


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_what_a_security_key_says_of_itself_is_signed_too(kind: bytes) -> None:
    key, namespace, none, method, signature = parts_of(by_device(kind))
    for place in range(1, 6):
        changed = bytearray(signature)
        changed[-place] ^= 1
        assert not ours(Case(joined(key, namespace, none, method, bytes(changed))))


@needs_openssh
@pytest.mark.parametrize("name", ["ed25519", "ecdsa256", "sk"])
def test_every_byte_of_a_signature_changed(real: Path, tmp_path: Path, name: str) -> None:
    whole = by_device(SK_ED25519) if name == "sk" else (real / f"{name}.sha512").read_text()
    blob = blob_of(whole)
    cases = []
    # one kind byte by byte; of the others, every second one
    for place in range(0, len(blob), 1 if name == "ed25519" else 2):
        changed = bytearray(blob)
        changed[place] ^= 1 << (place % 8)
        cases.append(Case(rearmoured(bytes(changed))))
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda case: theirs(case, tmp_path), cases))
    assert [ours(case) for case in cases] == said
    assert not any(said)


@needs_openssh
def test_every_length_of_a_signature(tmp_path: Path) -> None:
    blob = blob_of(sign_as("dana", MESSAGE))
    cases = [Case(rearmoured(blob[:size])) for size in range(0, len(blob), 3)]
    cases += [Case(rearmoured(blob + b"\0" * size)) for size in range(1, 4)]
    with ThreadPoolExecutor(8) as pool:
        assert not any(pool.map(lambda case: theirs(case, tmp_path), cases))
    assert not any(map(ours, cases))


def _armours() -> dict[str, str]:
    armour = sign_as("dana", MESSAGE)
    body = "".join(armour.splitlines()[1:-1])
    key, namespace, none, method, signature = parts_of(armour)
    other = key_of("arlo").public.blob
    kind, value = split(signature, 2)
    return {
        "as it is": armour,
        "line breaks of Windows, but for the first": armour.replace("\n", "\r\n").replace(
            "\r\n", "\n", 1
        ),
        "one line": f"{BEGIN}\n{body}\n{END}\n",
        "no line break at the end": armour.rstrip("\n"),
        "blank lines": armour.replace("\n", "\n\n").replace("\n\n", "\n", 1),
        "blanks between": f"{BEGIN}\n{' '.join(body)}\n{END}\n",
        "tabs between": f"{BEGIN}\n{chr(9).join(body)}\n\t\n{END}\n",
        "version 0": joined(key, namespace, none, method, signature, version=0),
        "version 2": joined(key, namespace, none, method, signature, version=2),
        "other magic": joined(key, namespace, none, method, signature, magic=b"SSHSIH"),
        "something reserved": joined(key, namespace, b"reserved", method, signature),
        "more behind it": joined(key, namespace, none, method, signature, rest=b"\0"),
        "more behind the value": joined(key, namespace, none, method, signature + b"\0"),
        "more behind the key": joined(key + b"\0", namespace, none, method, signature),
        "other namespace": joined(key, b"git", none, method, signature),
        "namespace with a zero byte": joined(key, namespace + b"\0", none, method, signature),
        "namespace with two": joined(key, namespace + b"\0\0", none, method, signature),
        "no namespace": joined(key, b"", none, method, signature),
        "other digest": joined(key, namespace, none, b"sha256", signature),
        "digest in capitals": joined(key, namespace, none, b"SHA512", signature),
        "unknown digest": joined(key, namespace, none, b"sha1", signature),
        "other key": joined(other, namespace, none, method, signature),
        "value of other kind": joined(key, namespace, none, method, wire(b"ssh-rsa") + wire(value)),
        "kind with a zero byte": joined(
            key, namespace, none, method, wire(kind + b"\0") + wire(value)
        ),
        "short value": joined(key, namespace, none, method, wire(kind) + wire(value[:-1])),
        "no value": joined(key, namespace, none, method, b""),
        "empty": "",
        "only the lines around it": f"{BEGIN}\n{END}\n",
        "nothing between": f"{BEGIN}\n\n{END}\n",
        "no begin": armour.removeprefix(BEGIN),
        "no end": armour.replace(END, ""),
        "a blank before it": f" {armour}",
        "a line before it": f"\n{armour}",
        "a mark before it": f"\ufeff{armour}",
        "other lines around it": armour.replace("SSH SIGNATURE", "PGP SIGNATURE"),
        "begin without a break": armour.replace(f"{BEGIN}\n", f"{BEGIN} \n"),
        "end without a break": armour.replace(f"\n{END}", END),
        "no base64": armour.replace("U1NIU0lH", "U1NIU0l*"),
        "letters of others": armour.replace("U1NIU0lH", "U1NIU0lй"),
        "a letter short": f"{BEGIN}\n{body[:-1]}\n{END}\n",
        "a letter too many": f"{BEGIN}\n{body}A\n{END}\n",
        "padding twice": f"{BEGIN}\n{body}{body}\n{END}\n",
    }


@needs_openssh
@pytest.mark.parametrize("what", _armours())
def test_a_changed_signature_gets_one_verdict_from_both(tmp_path: Path, what: str) -> None:
    case = Case(_armours()[what])
    assert ours(case) == theirs(case, tmp_path)


@needs_openssh
def test_line_breaks_of_windows(tmp_path: Path) -> None:
    case = Case(sign_as("dana", MESSAGE).replace("\n", "\r\n"))
    assert ours(case)
    # OpenSSH takes them since 2024
    assert theirs(case, tmp_path) in ("", ours(case))


@needs_openssh
def test_base64_with_stray_bits(tmp_path: Path) -> None:
    parts = parts_of(sign_as("dana", MESSAGE))
    for reserved in (b"", b"1", b"12"):
        armour = joined(*parts[:2], reserved, *parts[3:])
        body = armour.splitlines()[1]
        if not body.endswith("="):
            assert ours(Case(armour))
            continue
        bare = body.rstrip("=")
        changed = bare[:-1] + chr(ord(bare[-1]) + 1) + "=" * (len(body) - len(bare))
        for each in (armour, armour.replace(body, changed), armour.replace(body, bare)):
            assert ours(Case(each)) == theirs(Case(each), tmp_path)


@cache
def _weak() -> tuple[str, str]:
    """The line of an RSA key of 1,024 bits, and what it signed."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    private = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to see it refused
    made = private.sign(text_to_sign(MESSAGE, NAMESPACE), padding.PKCS1v15(), hashes.SHA512())
    numbers = (65537, private.public_key().public_numbers().n)
    blob = wire(b"ssh-rsa") + b"".join(
        wire(each.to_bytes(each.bit_length() // 8 + 1)) for each in numbers
    )
    armour = armoured(blob, NAMESPACE, wire(b"rsa-sha2-512") + wire(made))
    return f"ssh-rsa {b64encode(blob).decode()}", armour


def _stricter(real: Path) -> dict[str, Case]:
    armour = sign_as("dana", MESSAGE)
    key, namespace, none, method, signature = parts_of(armour)
    number = int.from_bytes(signature[-32:], "little") + ORDER
    again = signature[:-32] + number.to_bytes(32, "little")
    short = key.replace(b"\0\0\0\x0bssh-ed25519", b"\0\0\0\x07ED25519")
    subprocess.run(
        ["ssh-keygen", "-q", "-s", str(real / "ed25519"), "-I", "id", str(real / "rsa2048.pub")],
        check=True,
        capture_output=True,
    )
    _, _, _, _, by_rsa = parts_of((real / "rsa2048.sha512").read_text())
    certificate = b64decode((real / "rsa2048-cert.pub").read_text().split()[1])
    return {
        "text behind it": Case(armour + "and more\n"),
        "another behind it": Case(armour + sign_as("arlo", MESSAGE)),
        "another form of the same": Case(joined(key, namespace, none, method, again)),
        "short name of a kind": Case(joined(short, namespace, none, method, signature)),
        "a certificate": Case(joined(certificate, namespace, none, method, by_rsa)),
        "a weak key": Case(_weak()[1]),
    }


@needs_openssh
def test_where_we_are_stricter_than_openssh(real: Path, tmp_path: Path) -> None:
    """Each of these has the real key behind it; none is what a signer's own program makes."""
    cases = _stricter(real)
    assert {what: ours(case) for what, case in cases.items()} == dict.fromkeys(cases, "")
    # which of them OpenSSH takes depends on its version, but these it always did
    laxer = {what for what, case in cases.items() if theirs(case, tmp_path)}
    assert laxer >= {"text behind it", "another behind it"}


@needs_openssh
def test_an_ssh_rsa_signature_is_refused_by_both(real: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    private = serialization.load_ssh_private_key((real / "rsa2048").read_bytes(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    public = parse_public((real / "rsa2048.pub").read_text())
    text = text_to_sign(MESSAGE, NAMESPACE)
    kinds = {b"ssh-rsa": hashes.SHA1(), b"rsa-sha2-256": hashes.SHA256()}  # noqa: S303 - to see it refused
    said = {}
    for kind, method in kinds.items():
        made = private.sign(text, padding.PKCS1v15(), method)
        case = Case(armoured(public.blob, NAMESPACE, wire(kind) + wire(made)))
        assert ours(case) == theirs(case, tmp_path)
        said[kind] = bool(ours(case))
    assert said == {b"ssh-rsa": False, b"rsa-sha2-256": True}


@needs_openssh
def test_an_rsa_signature_without_its_leading_zero(real: Path, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    private = serialization.load_ssh_private_key((real / "rsa2048").read_bytes(), None)
    assert isinstance(private, rsa.RSAPrivateKey)
    blob = parse_public((real / "rsa2048.pub").read_text()).blob
    for number in range(5000):
        message = b"%d" % number
        text = text_to_sign(message, NAMESPACE)
        made = private.sign(text, padding.PKCS1v15(), hashes.SHA512())
        if made[0] == 0:
            break
    else:
        pytest.fail("no signature with a leading zero in 5,000")
    armour = armoured(blob, NAMESPACE, wire(b"rsa-sha2-512") + wire(made.lstrip(b"\0")))
    case = Case(armour, message)
    assert ours(case) == theirs(case, tmp_path) != ""


@pytest.mark.parametrize(
    ("armour", "words"),
    [
        ("", "not a signature as OpenSSH writes one"),
        ("-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n", "PGP"),
        (sign_as("dana", MESSAGE, "git"), "another purpose"),
        (sign_as("dana", b"another"), "does not sign this text"),
        (f"{BEGIN}\n{'A' * 70_000}\n{END}\n", "far longer"),
        (rearmoured(blob_of(sign_as("dana", MESSAGE))[:-5]), "cut off"),
        (joined(b"", version=7), "newer kind"),
        (joined(*parts_of(sign_as("dana", MESSAGE))[:3], b"md5", b""), "digest"),
        (joined(wire(b"ssh-dss"), b"mentorctl", b"", b"sha512", b""), "kind that does not count"),
    ],
)
def test_a_refusal_says_why(armour: str, words: str) -> None:
    assert words in reason(Case(armour))


@given(st.binary(max_size=300), st.booleans())
def test_rubbish_is_refused_and_nothing_else(rubbish: bytes, signed: bool) -> None:
    if not signed:
        assert not ours(Case(rearmoured(b"SSHSIG\0\0\0\1" + rubbish)))
        return
    for kind in (b"ssh-ed25519", b"ssh-rsa", b"ecdsa-sha2-nistp256", SK_ECDSA, SK_ED25519):
        parts = parts_of(sign_as("dana", MESSAGE))
        assert not ours(Case(joined(wire(kind) + rubbish, *parts[1:])))
        assert not ours(Case(joined(*parts[:4], wire(kind) + rubbish)))


@needs_openssh
def test_numbers_with_and_without_leading_zeros(tmp_path: Path) -> None:
    device = SecurityKey.make(SK_ECDSA)
    while True:
        # each signature has other numbers; one that needs a zero before it is wanted
        signature = device.sign(text_to_sign(MESSAGE, NAMESPACE))
        kind, pair = split(signature, 2, extra=5)
        if any(number[0] == 0 for number in split(pair, 2)):
            break
    said = set()
    for before in (0, 1, 2, 40):
        numbers = [b"\0" * before + each.lstrip(b"\0") for each in split(pair, 2)]
        value = wire(kind) + wire(b"".join(map(wire, numbers))) + signature[-5:]
        case = Case(armoured(device.blob, NAMESPACE, value))
        negative = any(number[0] > 127 for number in numbers)
        assert ours(case) == theirs(case, tmp_path)
        assert bool(ours(case)) is not negative
        said.add(negative)
    assert said == {True, False}


@given(st.integers(1, 2**2100), st.integers(2**2047, 2**4100), st.binary(max_size=600))
def test_an_rsa_key_of_any_numbers_is_refused_and_nothing_else(
    exponent: int, modulus: int, value: bytes
) -> None:
    _, namespace, none, method, _ = parts_of(sign_as("dana", MESSAGE))
    numbers = (each.to_bytes(each.bit_length() // 8 + 1) for each in (exponent, modulus))
    key = wire(b"ssh-rsa") + b"".join(map(wire, numbers))
    for number in (value, value.rjust(len(key), b"\0")):
        signature = wire(b"rsa-sha2-512") + wire(number)
        assert not ours(Case(joined(key, namespace, none, method, signature)))


@given(st.integers(0, 2**300), st.integers(0, 2**300), st.sampled_from([256, 384, 521]))
def test_an_ecdsa_signature_of_any_numbers_is_refused_and_nothing_else(
    r: int, s: int, bits: int
) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    curve = {256: ec.SECP256R1(), 384: ec.SECP384R1(), 521: ec.SECP521R1()}[bits]
    public = ec.derive_private_key(7, curve).public_key()
    line = public.public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    ).decode()
    key, name = parse_public(line).blob, line.split()[0].encode()
    pair = b"".join(wire(each.to_bytes(each.bit_length() // 8 + 1)) for each in (r, s))
    assert not ours(Case(armoured(key, NAMESPACE, wire(name) + wire(pair))))


@given(st.binary(max_size=400), st.sampled_from(["git", "mentorctl", "datei-ä"]))
def test_whatever_is_signed_is_verified(message: bytes, namespace: str) -> None:
    armour = sign_as("dana", message, namespace)
    assert verify(message, armour, namespace).blob == key_of("dana").public.blob
    assert not ours(Case(armour, message + b"\0", namespace))
    assert not ours(Case(armour, message, namespace + "x"))


@needs_openssh
@pytest.mark.parametrize("name", KINDS)
def test_a_public_key_and_its_fingerprint(real: Path, name: str) -> None:
    line = (real / f"{name}.pub").read_text()
    public = parse_public(line)
    assert public.line == line.strip()
    assert public.comment == name
    words = ["ssh-keygen", "-l", "-f", str(real / f"{name}.pub")]
    listed = subprocess.run(words, check=True, capture_output=True, text=True)
    assert fingerprint(public) == listed.stdout.split()[1]
    shown = public_of_private((real / name).read_bytes())
    assert shown is not None
    assert shown.blob == public.blob


def _lines() -> dict[str, str]:
    good = key_of("dana").public_line()
    kind, text = good.split()
    blob = key_of("dana").public.blob
    return {
        "": "not a public key",
        "hello": "not a public key",
        "hello world": "cut off or mistyped",
        f"{kind} {text[:-4]}": "cut off or mistyped",
        f"{kind} {text}AAAA": "cut off or mistyped",
        f"{kind} {text[:-1]}*": "cut off or mistyped",
        f"ssh-rsa {text}": "another kind",
        f"restrict {good}": "cut off or mistyped",
        f"{good} a\nremark": "one line",
        f"{good} \x1b[31mred": "one line",
        f"ssh-ed25519-cert-v01@openssh.com {text}": "another kind",
        f"{kind} {b64encode(blob[:-1]).decode()}": "cut off or mistyped",
        key_of("dana").private_openssh(): "private key",
    }


@pytest.mark.parametrize(("line", "words"), _lines().items())
def test_what_is_no_public_key(line: str, words: str) -> None:
    with pytest.raises(BadKey, match=words):
        parse_public(line)


@needs_openssh
def test_kinds_of_keys_that_do_not_count(real: Path) -> None:
    _stricter(real)
    with pytest.raises(BadKey, match="2048 bits"):
        parse_public(_weak()[0])
    with pytest.raises(BadKey, match="certificate"):
        parse_public((real / "rsa2048-cert.pub").read_text())


def test_a_compressed_point_is_no_key() -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    point = (
        ec.derive_private_key(7, ec.SECP256R1())
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    )
    blob = b"".join(map(wire, (b"ecdsa-sha2-nistp256", b"nistp256", point)))
    with pytest.raises(BadKey):
        parse_public(f"ecdsa-sha2-nistp256 {b64encode(blob).decode()}")


@needs_openssh
def test_a_soft_key_signs_byte_for_byte_as_openssh(tmp_path: Path) -> None:
    path = lay_key(tmp_path, "dana")
    words = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(path)]
    done = subprocess.run(words, input=MESSAGE, capture_output=True, check=True)
    assert done.stdout.decode() == sign_as("dana", MESSAGE)
    listed = subprocess.run(
        ["ssh-keygen", "-y", "-f", str(path)], check=True, capture_output=True, text=True
    )
    assert parse_public(listed.stdout).blob == key_of("dana").public.blob


def test_signed_commit_and_verify_commit_belong_together() -> None:
    raw = b"tree " + b"0" * 40 + b"\nauthor A <a@example.org> 1 +0000\n\nmessage\n"
    assert verify_commit(raw) is None
    signed = signed_commit(raw, sign_as("dana", raw, "git"))
    assert verify_commit(signed) == key_of("dana").public
    long = raw.replace(b"0" * 40, b"0" * 64)
    assert b"\ngpgsig-sha256 -----BEGIN" in key_of("dana").sign_commit(long)
    assert verify_commit(key_of("dana").sign_commit(long)) == key_of("dana").public

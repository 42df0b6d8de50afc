"""SPEC §2 (Ed25519 as libsodium accepts it) and §6 (RSASSA-PSS with SHA-384), in plain integers."""
import functools
import hashlib
import hmac
import itertools

from encoding import canonical, from_base64url, require, to_base64url

# --- Ed25519: RFC 8032, points in extended coordinates (x, y, z, t)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def _add(a, b):
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _double(a):
    xx, yy, zz = a[0] * a[0] % P, a[1] * a[1] % P, 2 * a[2] * a[2] % P
    h = xx + yy
    e, g = h - (a[0] + a[1]) ** 2 % P, xx - yy
    f = zz + g
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _sum_of_products(m, a, n, b):
    """m·a + n·b, bit by bit for both."""
    choices, total = (None, a, b, _add(a, b)), NEUTRAL
    for bit in range(max(m.bit_length(), n.bit_length()) - 1, -1, -1):
        total = _double(total)
        chosen = choices[(m >> bit & 1) + 2 * (n >> bit & 1)]
        if chosen:
            total = _add(total, chosen)
    return total


def _encode(point):
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _decode(y, sign):
    """The point of this y, or None where the curve has none."""
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x + u) % P == 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P != 0:
        return None
    x = -x % P if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def _ys_of_small_order():
    """Each y, canonical or not, of the eight points that 8 brings to the neutral one."""
    for y in itertools.count(2):
        point = _decode(y, 0)
        torsion = point and _sum_of_products(L, point, 0, NEUTRAL)
        multiples = [_sum_of_products(n, torsion, 0, NEUTRAL) for n in range(8)] if torsion else []
        ys = {point[1] * pow(point[2], -1, P) % P for point in multiples}
        if len(ys) == 5:  # of the eight, three pairs share their y
            return ys | {y + P for y in ys if y + P < 2**255}


BASE = _decode(4 * pow(5, -1, P) % P, 0)
SMALL_ORDER = _ys_of_small_order()


def _y_and_sign(encoded):
    number = int.from_bytes(encoded, "little")
    return number & (2**255 - 1), number >> 255


@functools.lru_cache(None)
def key_point(key):
    """The point of a public key that a signature can be accepted for (§2, 2 and 3), or None."""
    y, sign = _y_and_sign(key)
    return _decode(y, sign) if len(key) == 32 and y < P and y not in SMALL_ORDER else None


@functools.lru_cache(None)
def accepts_ed25519(key, message, signature):
    point, r, s = key_point(key), signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L or point is None or _y_and_sign(r)[0] in SMALL_ORDER:
        return False
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    x, y, z, t = point
    return _encode(_sum_of_products(s, BASE, h, (-x % P, y, z, -t % P))) == r


def check_signed(kind, body, signature, key):
    message = f"urna/{kind}/v1\n".encode() + canonical(body)
    accepted = accepts_ed25519(from_base64url(key, 32), message, from_base64url(signature, 64))
    require(accepted, "bad-signature", f"not signed as {kind} by the key")


# --- RSA: RFC 8017 §8.1.2 and §9.1.2, a modulus of 2048 bits, a salt of 48 bytes


@functools.lru_cache(None)
def accepts_rsa(modulus, message, signature):
    n, s = int.from_bytes(modulus, "big"), int.from_bytes(signature, "big")
    if s >= n or len(signature) != 256:
        return False
    encoded = pow(s, 65537, n).to_bytes(256, "big")
    masked, digest, trailer = encoded[:207], encoded[207:255], encoded[255]
    if trailer != 0xBC or masked[0] & 0x80:
        return False
    block = bytes(a ^ b for a, b in zip(masked, _mgf1(digest, 207)))
    block = bytes([block[0] & 0x7F]) + block[1:]
    if block[:159] != bytes(158) + b"\x01":
        return False
    hashed = hashlib.sha384(message).digest()
    return hashlib.sha384(bytes(8) + hashed + block[159:]).digest() == digest


def _mgf1(seed, length):
    blocks = (hashlib.sha384(seed + i.to_bytes(4, "big")).digest() for i in range(length // 48 + 1))
    return b"".join(blocks)[:length]


def credential_message(manifest_hash, group, key):
    return f"urna/credential/v1\n{manifest_hash}\n{group}\n{key}"


def check_credential(credential, manifest):
    """§6 and §7: `quorum` distinct registrars, sorted, each of which signed group and key."""
    group, key, given = credential["group"], credential["key"], credential["signatures"]
    ids = [one["registrar"] for one in given]
    require(group in manifest.groups, "bad-credential", f"no group {group}")
    require(len(ids) == manifest.body["quorum"], "bad-credential", "not exactly the quorum")
    require(ids == sorted(set(ids)), "bad-credential", "registrars twice or out of order")
    message = credential_message(manifest.hash, group, key).encode()
    for one in given:
        registrar = manifest.registrars.get(one["registrar"])
        require(registrar, "bad-credential", f"no registrar {one['registrar']}")
        modulus = from_base64url(registrar["keys"][group], 256)
        accepted = accepts_rsa(modulus, message, from_base64url(one["signature"], 256))
        require(accepted, "bad-credential", f"not signed by {one['registrar']}")


def code_form(code, manifest_hash, registrar):
    """§6: the form of a voting code that one registrar sees."""
    kept = "".join(c for c in code if c.isascii() and c.isalnum()).upper()
    kept = kept.replace("O", "0").replace("I", "1").replace("L", "1")
    require(kept, "malformed", "no code")
    extracted = hmac.digest(from_base64url(manifest_hash, 32), kept.encode(), "sha256")
    info = f"urna/code/v1\n{registrar}".encode()
    return to_base64url(hmac.digest(extracted, info + b"\x01", "sha256"))

"""SPEC §1: strict JSON, canonical bytes, and the shapes that members have."""
import base64
import datetime
import json
import re

LARGEST = 2**53 - 1
LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # json joins those that are a pair


class Refused(Exception):
    """What a reader refuses, with a code of SPEC §13."""

    def __init__(self, code, words):
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


def require(holds, code, words):
    if not holds:
        raise Refused(code, words)


def utf16_units(text):
    return len(text.encode("utf-16-be", "surrogatepass")) // 2


# --- JSON


def parse(text):
    """The value of a text from a stranger, which is str or UTF-8 bytes."""
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_no_member_twice,
            parse_int=_integer,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError) as why:
        raise Refused("malformed", f"not JSON: {why}") from None
    canonical(value)
    return value


def _no_member_twice(pairs):
    value = dict(pairs)
    require(len(value) == len(pairs), "malformed", "a member is there twice")
    return value


def _integer(digits):
    require(digits != "-0" and len(digits) <= 17, "malformed", f"the number {digits[:20]}")
    return int(digits)


def _refuse_number(text):
    raise Refused("malformed", f"the number {text[:20]}")


def canonical(value):
    """RFC 8785 in UTF-8, of what §1 allows."""
    return _write(value, 0).encode("utf-8")


def _write(value, depth):
    if isinstance(value, (dict, list)):
        require(depth < 24, "malformed", "more than 24 levels")
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_string(n)}:{_write(value[n], depth + 1)}" for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_write(item, depth + 1) for item in value) + "]"
    if isinstance(value, str):
        return _string(value)
    if value is True or value is False:
        return "true" if value else "false"
    require(type(value) is int and abs(value) <= LARGEST, "malformed", f"the value {value!r}")
    return str(value)


def _string(text):
    require(text.isascii() or not LONE_SURROGATE.search(text), "malformed", "a surrogate alone")
    return json.dumps(text, ensure_ascii=False)


# --- Binary


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text, length, at="binary"):
    exact = isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1
    require(exact, "malformed", f"{at}: not base64url")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    require(to_base64url(data) == text, "malformed", f"{at}: unused bits")
    require(len(data) == length, "malformed", f"{at}: {len(data)} bytes instead of {length}")
    return data


# --- Shapes: each is a function of a value and of the place where it stands


def members(shape, optional={}):
    """An object with exactly these members, and any of `optional`, judged in this order."""

    def check(value, at):
        require(isinstance(value, dict), "malformed", f"{at}: not an object")
        odd = sorted((set(value) - set(optional)) ^ set(shape))
        require(not odd, "malformed", f"{at}: missing or unknown: {', '.join(odd)[:80]}")
        for name, inner in {**shape, **optional}.items():
            if name in value:
                inner(value[name], f"{at}.{name}")

    return check


def document(shape, longest_id=200):
    """`members` with `_id` first and, where a database put it there, `_rev` last."""
    with_id = {"_id": string(1, longest_id), **shape}
    as_stored = {**with_id, "_rev": string(1, 200)}

    def check(value, at="document"):
        has_revision = isinstance(value, dict) and "_rev" in value
        members(as_stored if has_revision else with_id)(value, at)

    return check


def list_of(inner, least, most):
    def check(value, at):
        fits = isinstance(value, list) and least <= len(value) <= most
        require(fits, "malformed", f"{at}: not a list of {least} to {most}")
        for index, item in enumerate(value):
            inner(item, f"{at}.{index}")

    return check


def rows_of(inner, least, most):
    """A list of objects whose ids are unique."""

    def check(value, at):
        list_of(inner, least, most)(value, at)
        require(len({row["id"] for row in value}) == len(value), "malformed", f"{at}: an id twice")

    return check


def map_of(name_shape, inner):
    def check(value, at):
        require(isinstance(value, dict), "malformed", f"{at}: not an object")
        for name in value:
            name_shape(name, f"{at}: a name")
        for name, item in value.items():
            inner(item, f"{at}.{name}")

    return check


def string(least, most):
    def check(value, at):
        fits = isinstance(value, str) and least <= utf16_units(value) <= most and not LONE_SURROGATE.search(value)
        require(fits, "malformed", f"{at}: not a text of {least} to {most} units")

    return check


def pattern(expression, most=LARGEST):
    def check(value, at):
        fits = isinstance(value, str) and len(value) <= most and re.fullmatch(expression, value)
        require(fits, "malformed", f"{at}: does not match")

    return check


def integer(least, most, code="malformed"):
    def check(value, at):
        require(type(value) is int, "malformed", f"{at}: not an integer")
        require(least <= value <= most, code, f"{at}: {value} is not {least} to {most}")

    return check


def one_of(*values):
    def check(value, at):
        fits = any(type(value) is type(one) and value == one for one in values)
        require(fits, "malformed", f"{at}: not one of {values}")

    return check


def binary(length):
    return lambda value, at: from_base64url(value, length, at) and None


def a_time(value, at):
    pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")(value, at)
    try:
        exists = datetime.datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        exists = None
    require(exists and value >= "1970" and value[17:19] < "60", "malformed", f"{at}: no such time")


def texts(value, at):
    map_of(pattern(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"), string(1, 500))(value, at)
    require(value, "malformed", f"{at}: no text")


an_id = pattern(r"[a-z][a-z0-9-]{0,62}")
a_hash = binary(32)
boolean = one_of(True, False)
size = integer(0, LARGEST)


def common(**rest):
    """The body of every document but the manifest (§2)."""
    return members({"v": one_of(1), "election": an_id, "manifest": a_hash, **rest})

"""Checks a call against the published description of the Bot API.

Every check is compiled once into a closure, so that a call costs microseconds. Values arrive as
JSON or as form strings (numbers as text, objects as JSON text); a check gives the typed value.
Unknown parameters are ignored by the real server. A typo would so pass unseen, therefore
`strict_unknown` refuses them: that sentence, "unknown parameter", is ours.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import orjson

from .errors import JsonObject, bad_request
from .files import Upload

Check = Callable[[object, str], object]
HERE = Path(__file__).parent

MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
}
TRUE_WORDS = {"true", "yes", "1"}
FALSE_WORDS = {"false", "no", "0", ""}


@cache
def description() -> JsonObject:
    """The published description with our overlay of 10.2 and 10.3 laid over it."""
    api: JsonObject = json.loads((HERE / "botapi.json").read_text(encoding="utf-8"))
    overlay: JsonObject = json.loads((HERE / "botapi_overlay.json").read_text(encoding="utf-8"))
    api["methods"].update(overlay["methods"])
    for name in overlay["send_methods"]:
        api["methods"][name].update(overlay["send_fields"])
    api["types"].update(overlay["types"])
    for name, more in overlay["extend"].items():
        api["types"][name]["any"] += more
    for name, fields in overlay["fields"].items():
        api["types"][name]["fields"].update(fields)
    return api


class Schema:
    """The compiled checks of every method; `strict_unknown` as the module says."""

    def __init__(self, *, strict_unknown: bool) -> None:
        self._strict = strict_unknown
        self._types: dict[str, Check] = {}
        self._methods = {
            name.lower(): (name, self._fields(fields))
            for name, fields in description()["methods"].items()
        }

    def method(self, name: str) -> str | None:
        """The method's name as documented (names are not case-sensitive); None when unknown."""
        found = self._methods.get(name.lower())
        return found[0] if found else None

    def check(self, method: str, raw: JsonObject) -> JsonObject:
        """The call's parameters, typed.

        Raises:
            Refusal: a required one is missing, a type is wrong, one is unknown.
        """
        fields, required = self._methods[method.lower()][1]
        checked: JsonObject = {}
        for name, value in raw.items():
            check = fields.get(name)
            if check is not None:
                if value is not None:
                    checked[name] = check(value, name)
            elif self._strict and not isinstance(value, Upload):
                raise bad_request(f'unknown parameter "{name}"')
        for name in required:
            if name not in checked:
                raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
        return checked

    def check_type(self, name: str, value: object) -> object:
        """`value` checked as an object of the type, for tests of what we answer."""
        return self._type(name)(value, name)

    def _fields(self, fields: dict[str, str]) -> tuple[dict[str, Check], list[str]]:
        checks = {name: self._union(spec.rstrip("!")) for name, spec in fields.items()}
        return checks, [name for name, spec in fields.items() if spec.endswith("!")]

    def _union(self, spec: str) -> Check:
        names = spec.split("|")
        if len(names) == 1:
            return self._type(names[0])
        if set(names) == {"Integer", "String"}:
            return check_integer_or_string
        if set(names) == {"InputFile", "String"}:
            return check_file
        if all(name.startswith("Array of ") for name in names):
            items = [name.removeprefix("Array of ") for name in names]
            return self._array(self._any(" or ".join(items), items))
        return self._any(spec, names)

    def _type(self, name: str) -> Check:
        if name in PLAIN:
            return PLAIN[name]
        if name.startswith("Array of "):
            return self._array(self._type(name.removeprefix("Array of ")))
        if name not in self._types:
            # Types refer to themselves (RichText): look the check up when it is needed.
            self._types[name] = lambda value, path: self._types[name](value, path)
            self._types[name] = self._object_or_any(name)
        return self._types[name]

    def _object_or_any(self, name: str) -> Check:
        described = description()["types"][name]
        if "any" in described:
            return self._any(name, described["any"])
        return self._object(name, described)

    def _array(self, check_item: Check) -> Check:
        def check(value: object, path: str) -> object:
            value = decoded(value, path)
            if not isinstance(value, list):
                raise bad_request(f'expected an Array in "{path}"')
            return [check_item(each, path) for each in value]

        return check

    def _object(self, name: str, described: JsonObject) -> Check:
        compiled: list[tuple[dict[str, Check], list[str]]] = []
        constants: dict[str, str] = described.get("const", {})
        strict = self._strict

        def check(value: object, path: str) -> object:
            if not compiled:
                compiled.append(self._fields(described["fields"]))
            fields, required = compiled[0]
            value = decoded(value, path)
            if not isinstance(value, dict):
                raise bad_request(f"object expected as {path.replace('_', ' ')}")
            checked: JsonObject = {}
            for key, each in value.items():
                check_field = fields.get(key)
                if check_field is None:
                    if strict:
                        raise bad_request(f'unknown parameter "{key}" in {name}')
                elif each is not None:
                    checked[key] = check_field(each, key)
            for key in required:
                if key not in checked:
                    raise bad_request(f"can't parse {name}: Can't find field \"{key}\"")
            for key, constant in constants.items():
                if checked.get(key) != constant:
                    raise bad_request(f"can't parse {name}: unsupported {key} specified")
            return checked

        return check

    def _any(self, name: str, names: list[str]) -> Check:
        types = description()["types"]
        plain = [self._type(each) for each in names if each in PLAIN or each.startswith("Array of")]
        objects = [each for each in names if each in types]

        def check(value: object, path: str) -> object:
            if objects and "String" not in names:
                value = decoded(value, path)
            if isinstance(value, dict):
                fitting = best_fit(value, objects, types)
                if fitting is None:
                    raise bad_request(f"can't parse {name}: unsupported type specified")
                return self._type(fitting)(value, path)
            for check_plain in plain:
                if isinstance(value, list) == (check_plain is not check_string):
                    return check_plain(value, path)
            raise bad_request(f"object expected as {path.replace('_', ' ')}")

        return check


def best_fit(value: JsonObject, names: list[str], types: JsonObject) -> str | None:
    """The subtype that the object means: by its constant, else by the fields it shares."""
    best: tuple[int, str] | None = None
    for name in names:
        described = types[name]
        if "any" in described:
            inner = best_fit(value, described["any"], types)
            if inner is not None:
                return inner
            continue
        constants = described.get("const", {})
        if any(value.get(key) != constant for key, constant in constants.items()):
            continue
        required = [key for key, spec in described["fields"].items() if spec.endswith("!")]
        score = sum(key in described["fields"] for key in value) - 100 * sum(
            key not in value for key in required
        )
        if best is None or score > best[0]:
            best = (score, name)
    return best[1] if best else None


def decoded(value: object, path: str) -> object:
    """A form value's JSON text as its value; what already is one stays."""
    if isinstance(value, str):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise bad_request(f"can't parse {path.replace('_', ' ')} JSON object") from error
    return value


def check_string(value: object, path: str) -> object:
    """Text; numbers become text, as on the real server."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise bad_request(f'Field "{path}" must be of type String')


def check_integer(value: object, path: str) -> object:
    """A whole number of 64 bits, as a number or as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError:
            pass
    raise bad_request(f'Field "{path}" must be a valid Number')


def check_integer_or_string(value: object, path: str) -> object:
    """A chat: its id, or "@name"."""
    if isinstance(value, str) and not value.lstrip("-").isdigit():
        return value
    return check_integer(value, path)


def check_float(value: object, path: str) -> object:
    """A number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise bad_request(f'Field "{path}" must be a valid Number')


def check_boolean(value: object, path: str) -> object:
    """True or false, or a word that means one of them."""
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise bad_request(f'Field "{path}" must be of type Boolean')


def check_file(value: object, path: str) -> object:
    """An upload, or text that names a file."""
    if isinstance(value, Upload | str):
        return value
    raise bad_request(f'Field "{path}" must be a file')


PLAIN: dict[str, Check] = {
    "String": check_string,
    "Integer": check_integer,
    "Float": check_float,
    "Boolean": check_boolean,
    "InputFile": check_file,
    "True": check_boolean,
}

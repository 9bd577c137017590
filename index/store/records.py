"""Dataclasses ⇄ JSON rows, for what an index keeps on disk.

Comes in: a frozen dataclass of plain fields (str, int, float, bool, date, Decimal, Literal, tuples, optional values and
other such dataclasses). Goes out: a list of its field values in their written order, which `json` can print, and back.
Rows carry no field names; `Codec.schema` spells the names and types, and an index records its digest, so that a row is
never read with another version's fields.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Row = list[Any]
Convert = Callable[[Any], Any] | None

_PLAIN = (str, int, float, bool)


class Codec(Generic[T]):
    """Turns objects of one dataclass into rows and back; `omit` names fields that the reader supplies.

    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Reading:
    ...     id: int
    ...     words: tuple[str, ...]
    >>> codec = Codec(Reading, omit=("id",))
    >>> codec.encode(Reading(7, ("115万辆",)))
    [['115万辆']]
    >>> codec.decode([['115万辆']], id=7)
    Reading(id=7, words=('115万辆',))
    """

    def __init__(self, cls: type[T], omit: tuple[str, ...] = ()) -> None:
        self._cls = cls
        hints = typing.get_type_hints(cls)
        names = [f.name for f in fields(cls) if f.name not in omit]  # type: ignore[arg-type]
        plans = [_plan(hints[name]) for name in names]
        self._names = tuple(names)
        self._encoders: list[Convert] = [plan[0] for plan in plans]
        self._decoders = [(i, plan[1]) for i, plan in enumerate(plans) if plan[1] is not None]
        body = ",".join(f"{name}:{plan[2]}" for name, plan in zip(names, plans, strict=True))
        self.schema = f"{cls.__name__}({body})"

    def encode(self, item: T) -> Row:
        """The row of `item`, without the omitted fields."""
        row = []
        for name, convert in zip(self._names, self._encoders, strict=True):
            value = getattr(item, name)
            row.append(value if convert is None else convert(value))
        return row

    def decode(self, row: Row, **given: Any) -> T:
        """The object of a row; `given` supplies the omitted fields. Raises ValueError when the row does not fit."""
        if type(row) is not list or len(row) != len(self._names):
            raise ValueError(f"a record of {self._cls.__name__} does not have {len(self._names)} fields")
        values = list(row)
        try:
            for i, convert in self._decoders:
                values[i] = convert(values[i])
            return self._cls(**dict(zip(self._names, values, strict=True)), **given)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ValueError(f"a record of {self._cls.__name__} cannot be read: {error}") from error


def dumps(row: Row) -> bytes:
    """One line of JSON with its line end. Lone surrogates (undecodable bytes of a file name) survive."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def loads(line: bytes | memoryview) -> Row:
    """The row of one line. Raises ValueError when it is not one."""
    try:
        row = json.loads(str(line, "utf-8", "surrogatepass"))
    except RecursionError as error:
        raise ValueError("a record is nested too deeply") from error
    if not isinstance(row, list):
        raise ValueError("a record is not a list")
    return row


def _plan(hint: Any) -> tuple[Convert, Convert, str]:
    """How to encode and decode a value of this type (None: as it is), and the type spelled out."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _PLAIN:
        return None, None, hint.__name__
    if origin is typing.Literal:
        return None, None, "|".join(map(repr, arguments))
    if origin in (typing.Union, types.UnionType):
        return _optional(arguments)
    if origin is tuple:
        return _tuple(arguments)
    if hint is date:
        return date.isoformat, date.fromisoformat, "date"
    if hint is Decimal:
        return str, Decimal, "Decimal"
    if is_dataclass(hint) and isinstance(hint, type):
        codec: Codec[Any] = Codec(hint)
        return codec.encode, codec.decode, codec.schema
    raise TypeError(f"no record form for {hint!r}")


def _optional(arguments: tuple[Any, ...]) -> tuple[Convert, Convert, str]:
    inner = [a for a in arguments if a is not type(None)]
    if len(inner) != 1 or len(arguments) != 2:
        raise TypeError(f"no record form for a union of {arguments!r}")
    encode, decode, spelled = _plan(inner[0])
    return _unless_none(encode), _unless_none(decode), f"{spelled}?"


def _unless_none(convert: Convert) -> Convert:
    if convert is None:
        return None
    return lambda value: None if value is None else convert(value)


def _tuple(arguments: tuple[Any, ...]) -> tuple[Convert, Convert, str]:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        encode, decode, spelled = _plan(arguments[0])
        return _each(encode, list), _each(decode, tuple), f"[{spelled}]"
    plans = [_plan(a) for a in arguments]
    return (
        _by_place([plan[0] for plan in plans], list),
        _by_place([plan[1] for plan in plans], tuple),
        f"<{','.join(plan[2] for plan in plans)}>",
    )


def _each(convert: Convert, collect: type) -> Convert:
    if convert is None:
        return collect
    return lambda values: collect(map(convert, values))


def _by_place(converts: list[Convert], collect: type) -> Convert:
    if not any(converts):
        return collect

    def apply(values: Any) -> Any:
        pairs = zip(converts, values, strict=True)
        return collect(value if convert is None else convert(value) for convert, value in pairs)

    return apply

"""Arrays in JSON: short ones as lists, others as base64 of little-endian bytes with their SHA-256."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.lib.problems import Text

SHORT = 64
DTYPES: dict[str, np.dtype[Any]] = {"float64": np.dtype("<f8"), "int32": np.dtype("<i4"), "int64": np.dtype("<i8")}
MOST_BYTES = 1 << 30
FIELDS = {"dtype", "shape", "sha256", "base64"}


class Misshapen(ValueError):
    """What should be an array is none. `text` says why."""

    def __init__(self, en: str, ko: str) -> None:
        super().__init__(en)
        self.text: Text = {"en": en, "ko": ko}


def packed(array: Any) -> Any:
    """An array of numbers as JSON: a list of up to `SHORT` finite ones in one row, or `{"dtype", "shape", "sha256", "base64"}`."""
    found = np.asarray(array)
    if found.ndim == 1 and len(found) <= SHORT and (found.dtype.kind in "iu" or np.isfinite(found).all()):
        return found.tolist()
    dtype = "float64" if found.dtype.kind == "f" else "int32" if found.dtype.itemsize <= 4 else "int64"
    content = np.ascontiguousarray(found, dtype=DTYPES[dtype]).tobytes()
    return {
        "dtype": dtype,
        "shape": list(found.shape),
        "sha256": hashlib.sha256(content).hexdigest(),
        "base64": base64.b64encode(content).decode("ascii"),
    }


def packed_numbers(numbers: Any) -> Any:
    """Numbers of candidates, each once and rising."""
    return packed(np.unique(np.asarray(numbers, dtype=np.int64)).astype(np.int32))


def unpacked(value: Any, kind: str) -> NDArray[Any]:
    """The array of `packed`, of floats (kind "f") or integers ("i"). Raises `Misshapen`."""
    if isinstance(value, list):
        return _listed(value, kind)
    if not isinstance(value, dict) or set(value) != FIELDS:
        raise Misshapen("an array is expected.", "배열이어야 합니다.")
    dtype = DTYPES.get(value["dtype"]) if isinstance(value["dtype"], str) else None
    if dtype is None or dtype.kind != kind:
        raise Misshapen("its dtype is none of an array here.", "여기에 쓸 수 없는 자료형(dtype)입니다.")
    content = _content(value["base64"], _size(value["shape"]) * dtype.itemsize)
    if hashlib.sha256(content).hexdigest() != value["sha256"]:
        raise Misshapen("its bytes do not have the SHA-256 that is written.", "내용이 적혀 있는 SHA-256과 다릅니다.")
    found: NDArray[Any] = np.frombuffer(content, dtype).reshape(value["shape"])
    return found


def _listed(value: list[Any], kind: str) -> NDArray[Any]:
    allowed: tuple[type, ...] = (int,) if kind == "i" else (int, float)
    if len(value) > SHORT or any(
        type(one) not in allowed or abs(one) > (2**62 if kind == "i" else 1e300) for one in value
    ):
        raise Misshapen(f"up to {SHORT} numbers are expected.", f"수를 {SHORT}개까지 적을 수 있습니다.")
    return np.array(value, dtype=np.int64 if kind == "i" else np.float64)


def _size(shape: Any) -> int:
    """How many numbers there are, before any is looked at."""
    if not isinstance(shape, list) or not 1 <= len(shape) <= 2 or any(type(one) is not int or one < 0 for one in shape):
        raise Misshapen("its shape is not one or two lengths.", "크기(shape)가 길이 한두 개가 아닙니다.")
    if max(shape) > MOST_BYTES:  # 0 times anything is 0, yet no array is as long
        raise Misshapen("its shape is too long.", "크기(shape)가 너무 깁니다.")
    return math.prod(shape)


def _content(text: Any, size: int) -> bytes:
    if not isinstance(text, str) or size > MOST_BYTES or len(text) != -(-size // 3) * 4:
        raise Misshapen("its base64 is not as long as its shape says.", "base64의 길이가 크기(shape)와 맞지 않습니다.")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Misshapen("its base64 cannot be read.", "base64를 읽을 수 없습니다.") from None

"""Build the two character maps: `index/text/fold_t2s.txt`, and the tokenizer's normaliser.

The normaliser is a SentencePiece "precompiled character map", which `tokenizers` runs in Rust: so
`SentenceTransformer(folder)` and our own reader fold a text alike, with no Python between. Its format: the length
in bytes of a double-array trie (32-bit little endian), the trie's 32-bit units, then the replacements, each ended
by a zero byte. A unit holds bits 0–7 label, 8 "a value follows", 9 "offset counts in 256s", 10–30 offset; a leaf
holds a value with bit 31 set.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from typing import Any

from index.text import T2S_FILE, fold_character

_Node = dict[int, Any]  # byte → node; byte 0 → the value (an int)
_BLOCKS = ((0x2E80, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))


def traditional_pairs() -> dict[str, str]:
    """Every character that opencc's t2s changes when it stands alone, followed to its end (薴 → 苧 → 苎)."""
    import opencc

    convert = opencc.OpenCC("t2s").convert
    changed = {}
    for start, end in _BLOCKS:
        for character in map(chr, range(start, end)):
            simple = convert(character)
            if simple != character and len(simple) == 1:
                changed[character] = simple
    return {character: changed.get(simple, simple) for character, simple in changed.items()}


def normalised(character: str) -> str:
    """What the tokenizer sees for one character: folded, without accents (é → e), compatibility forms spelt out."""
    folded = fold_character(character)
    if "\u0300" <= character <= "\u036f":
        return ""
    spelt = unicodedata.normalize("NFKD", folded)
    if len(spelt) > 8 or "\uac00" <= folded <= "\ud7a3":
        return folded
    plain = "".join(c for c in spelt if not unicodedata.combining(c))
    return "".join(map(fold_character, plain)) or folded


@cache
def changes() -> dict[str, str]:
    """All characters of Unicode that `normalised` changes."""
    found = {}
    for code in range(0x20, 0x32000):
        if 0xD800 <= code < 0xF900:
            continue
        character = chr(code)
        replacement = normalised(character)
        if replacement != character:
            found[character] = replacement
    return found


def precompile(replacements: dict[str, str]) -> bytes:
    """Compile character replacements into a precompiled character map.

    >>> precompile({"A": "a"})[:4]
    b'\\x00\\x08\\x00\\x00'
    """
    values: dict[str, int] = {}
    text = bytearray()
    trie: _Node = {}
    for character in sorted(replacements, key=lambda c: c.encode()):
        replacement = replacements[character]
        if replacement not in values:
            values[replacement] = len(text)
            text += replacement.encode() + b"\0"
        node = trie
        for byte in character.encode():
            node = node.setdefault(byte, {})
        node[0] = values[replacement]
    units = _double_array(trie)
    body = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(body)) + body + bytes(text)


def _double_array(trie: _Node) -> list[int]:
    """Lay the trie out: the child of the node at `p` under byte `b` stands at `p ^ offset(p) ^ b`."""
    units = [0] * 512
    used = {0}
    bases: set[int] = set()
    queue = [(0, trie, 0)]
    while queue:
        position, node, label = queue.pop()
        # Looking for a gap only near the end keeps this linear; the trie grows by a tenth.
        base = max(1, len(units) - 1024)
        while base in bases or any(base ^ byte in used for byte in node):
            base += 1
        bases.add(base)
        while len(units) <= base | 0xFF:
            units += [0] * 256
        offset = position ^ base
        if offset >= 1 << 21:
            raise ValueError("the character map is too large for its trie")
        units[position] = label | (256 if 0 in node else 0) | offset << 10
        for byte, child in node.items():
            place = base ^ byte
            used.add(place)
            if byte == 0:
                units[place] = 1 << 31 | child
            else:
                queue.append((place, child, byte))
    return units


def write_fold_file() -> None:
    """Write `index/text/fold_t2s.txt` again from the installed opencc."""
    pairs = traditional_pairs()
    T2S_FILE.write_text("".join(pairs) + "\n" + "".join(pairs.values()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_fold_file()

"""Formulas of pages (MathML) and of Word (OMML) → plain characters: 3.6×10⁸, a/b. In: an element. Out: its words."""

from __future__ import annotations

from typing import Any

from lxml import etree

from index.files.marks import raised

_SKIPPED = frozenset({"annotation", "annotation-xml", "rPr", "ctrlPr", "sPre"})
# Elements whose parts are joined by a sign: the sign stands before the second part.
_BETWEEN = {"mfrac": "/", "f": "/", "msup": "^", "sSup": "^", "msub": "", "sSub": ""}
_PARTS = frozenset({"num", "den", "e", "sup", "sub", "deg", "fName", "r", "lim"})


def formula(element: Any) -> str:
    """The characters of a formula from left to right; a fraction with a stroke, a power raised. No recursion."""
    out: list[str] = []
    above: list[
        tuple[str, int, int]
    ] = []  # joining element: its name, parts begun, where its last part begins in `out`
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        name = etree.QName(node).localname if isinstance(node.tag, str) else ""
        if event == "start":
            if not name or name in _SKIPPED:
                walk.skip_subtree()
                continue
            parent = node.getparent()
            if above and parent is not None and node is not element and _is_part(parent, name, above[-1][0]):
                joint, begun, _ = above[-1]
                if begun == 1 and joint in ("mfrac", "f"):
                    out.append("/")
                above[-1] = (joint, begun + 1, len(out))
            if name in _BETWEEN:
                above.append((name, 0, len(out)))
            if name in ("t", "mn", "mo", "mi", "mtext", "ms"):
                out.append((node.text or "").strip("\n\u2061\u2062\u2063"))
        elif name in _BETWEEN and above and name not in _SKIPPED:
            joint, begun, last = above.pop()
            if joint in ("msup", "sSup") and begun > 1:
                power = "".join(out[last:])
                before = "".join(out[:last])
                out[last:] = [raised(f"{before[-3:]}", power) or f"^{power}"]
    return "".join(out)


def _is_part(parent: Any, name: str, joint: str) -> bool:
    """Whether a node is one of the parts that a joining element puts together."""
    outer = etree.QName(parent).localname if isinstance(parent.tag, str) else ""
    return outer == joint and (joint.startswith("m") or name in _PARTS)

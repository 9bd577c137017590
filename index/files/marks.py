"""Marks beside words that carry meaning: raised digits, formulas. In: what stands in the file. Out: plain characters.

A raised number behind a unit or a ten is a power and stays (m², 10⁸). Any other raised number, letter or 注 in brackets
is the mark of a note; it is dropped, as it would read as part of the figure beside it (生产总值²800.4亿元).
"""

from __future__ import annotations

import re

_UP = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_UNIT = re.compile(r"(?:[kcdmµμn]?m|km|公里|米|㎞|㎝)$")
_TEN = re.compile(r"(?<![\d.])10$")
_NOTE = re.compile(
    r"[\[［(（〔【]?\s?(?:注\s?)?(?:[\d①-⑳]{1,3}(?:\s?[-–,，、]\s?\d{1,3})*|[a-z]|[ivx]{1,4}|\*{1,3}|[†‡§#])?\s?[\]］)）〕】]?"
)
_POWER = re.compile(r"[-−+]?\d{1,2}|n")
_FORMULA = re.compile(
    r"\\\((.{1,300}?)\\\)|\\\[(.{1,300}?)\\\]|\$\$([^$]{1,300})\$\$|(?<![\\$])\$([^$\n]{1,200})\$(?!\d)"
)
_PLAIN = re.compile(r"\s?[-+−]?\d[\d.,]*\s?%?\s?")
_WORDY = re.compile(r"[\u3400-\u9fff，。；：！？]")
_KNOWN = {
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "approx": "≈", "sim": "~", "circ": "°", "degree": "°", "rightarrow": "→", "to": "→", "ldots": "…", "cdots": "…",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "mu": "μ", "pi": "π", "sigma": "σ", "omega": "ω",
    "infty": "∞", "Delta": "Δ", "Omega": "Ω", "quad": " ", "qquad": " ",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|[%$&#_{},;:! \\])")
_GROUPED = re.compile(
    r"\\(?:mathrm|mathbf|mathit|text|textbf|textrm|operatorname|boldsymbol|rm|bf)\s?\{([^{}]{0,200})\}"
)
_FRACTION = re.compile(r"\\[dt]?frac\s?\{([^{}]{1,100})\}\s?\{([^{}]{1,100})\}")
_RAISED = re.compile(r"\^\s?(?:\{([^{}]{1,40})\}|(\\?[A-Za-z]+|[\d*′'])|)")
_LOWERED = re.compile(r"_\s?(?:\{([^{}]{1,40})\}|(\w))")
_DIGIT_GAP = re.compile(r"(?<=[\d.,]) +(?=[\d.,%])")


def raised(before: str, words: str) -> str:
    """What stays of raised words behind `before`: a power as raised characters, other words as they are, no note.

    >>> raised("面积12.5km", "2"), raised("3.6×10", "8"), raised("地区生产总值", "2"), raised("5", "th")
    ('²', '⁸', '', 'th')
    """
    tight = words.strip()
    if _POWER.fullmatch(tight) and (_UNIT.search(before[-4:]) or _TEN.search(before[-4:])):
        return tight.translate(_UP)
    return "" if _NOTE.fullmatch(tight) else words


def formulas(text: str) -> str:
    """Formulas in dollar signs, \\\\( \\\\) or \\\\[ \\\\] as plain characters. Amounts of dollars stay.

    >>> formulas(r"产量达$36.5$万吨，增长$1.2\\%$，库容$3.6\\times10^{8}$立方米，cost $5 and $6")
    '产量达36.5万吨，增长1.2%，库容3.6×10⁸立方米，cost $5 and $6'
    """
    return _FORMULA.sub(_formula, text) if "$" in text or "\\(" in text or "\\[" in text else text


def _formula(match: re.Match[str]) -> str:
    inner = next(group for group in match.groups() if group is not None)
    if match.group(4) is not None and not _is_math(inner):
        return match.group()
    return plain_formula(inner)


def _is_math(inner: str) -> bool:
    if _PLAIN.fullmatch(inner):
        return True
    return ("\\" in inner or "^" in inner or "_" in inner) and (not _WORDY.search(inner) or "\\text" in inner)


def plain_formula(inner: str) -> str:
    """LaTeX as plain characters: fractions with a stroke, powers raised, unknown commands by their names' absence."""
    for _ in range(4):
        inner = _GROUPED.sub(r"\1", inner)
        inner = _FRACTION.sub(r"\1/\2", inner)
    inner = _RAISED.sub(_power, inner)
    inner = _LOWERED.sub(lambda m: m.group(1) or m.group(2), inner)
    inner = _COMMAND.sub(lambda m: _KNOWN.get(m.group(1), m.group(1) if m.group(1) in "%$&#_" else " "), inner)
    return _DIGIT_GAP.sub("", re.sub(r"\s+", " ", inner.replace("{", "").replace("}", "").replace("~", " "))).strip()


def _power(match: re.Match[str]) -> str:
    words = match.group(1) or match.group(2) or ""
    if "circ" in words:
        return "°"
    return words.translate(_UP) if re.fullmatch(r"[-−+\dn]{1,4}", words) else words

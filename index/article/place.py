"""Where an article and its blocks play: the place that 全市 or 全区 means, and the place a block is about.

In: texts. Out: canonical Chinese place names, or "".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.article.blocks import Draft
from index.entities import contains, find_places, find_scopes, parent, place

# Which kinds of place a scope word can stand for.
_SCOPE_KINDS = {
    "全市": ("city", "prefecture"),
    "全区": ("district", "zone", "province"),
    "全县": ("county",),
    "全省": ("province",),
}
_LOCAL = ("city", "prefecture", "province", "district", "county", "zone")
_HEAD_BLOCKS, _HEAD_CHARS, _BODY_CHARS = 3, 600, 12_000
# Of so many provinces one is what a report is about when it has this share of what names them.
_MANY, _MOSTLY = 4, 0.5


def article_place(title: str, drafts: Sequence[Draft]) -> str:
    """The place an article is about: named most in the title and the first paragraphs, and of the level that its
    全市 or 全区 asks for. A part counts half for the place it lies in; "" when no place stands out."""
    body = [d for d in drafts if d.kind != "heading" or d.level > 1]
    weights: Counter[str] = Counter()
    for mention in find_places(title[:300]):
        weights[mention.name] += 4
    for n, block in enumerate(body[: _HEAD_BLOCKS + 20]):
        for name in dict.fromkeys(m.name for m in find_places(block.text[:_HEAD_CHARS])):
            weights[name] += 2 if n < _HEAD_BLOCKS else 1
    text = "\n".join(d.text for d in drafts)[:_BODY_CHARS]
    scopes = Counter(m.name for m in find_scopes(text) if m.name in _SCOPE_KINDS)
    scores: dict[str, float] = {}
    for name, weight in weights.items():
        scores[name] = scores.get(name, 0.0) + weight
        above = parent(name)
        if above:
            scores[above] = scores.get(above, 0.0) + weight / 2
    if not scores:
        return ""
    wanted = _SCOPE_KINDS[scopes.most_common(1)[0][0]] if scopes else ()
    local = {name: score for name, score in scores.items() if _kind(name) in _LOCAL}
    pool = {name: score for name, score in local.items() if _kind(name) in wanted} or local or scores
    best = max(pool, key=lambda name: (pool[name], -len(name), name))
    titled = any(mention.name == best for mention in find_places(title[:300]))
    return best if pool[best] >= 2 and (titled or not _of_many(best, weights)) else ""


def _of_many(name: str, weights: Counter[str]) -> bool:
    """Whether a place is only one of many that a report goes through: news of all the country is about none of them."""
    provinces: Counter[str] = Counter()
    for other, weight in weights.items():
        province = _province(other)
        if province:
            provinces[province] += weight
    own = _province(name)
    return bool(own) and len(provinces) >= _MANY and provinces[own] < _MOSTLY * provinces.total()


def _province(name: str) -> str:
    """The province a place lies in, or the city right under the country; "" for a country and what is larger."""
    above = parent(name)
    while above and above != "中国":
        name, above = above, parent(above)
    return name if above == "中国" else ""


def block_place(block: Draft, heading_place: str, around: str) -> str:
    """The place a block is about: of its speaker's office, its heading, the question it answers, else the article's
    (`around`). `heading_place` is the place its heading names ("" if none)."""
    return (
        _most_specific(block.speaker.role, around) or heading_place or _most_specific(block.question, around) or around
    )


def place_named(text: str, around: str) -> str:
    """The one place that a heading names inside the article's place, or ""."""
    return _most_specific(text, around)


def _most_specific(text: str, around: str) -> str:
    """The first place named in `text` that is not the article's own nor holds another named there; "" when none."""
    if not text:
        return ""
    names = list(dict.fromkeys(m.name for m in find_places(text[:400])))
    names = [n for n in names if n != around and not (around and contains(n, around))]
    inner = [n for n in names if not any(contains(n, other) for other in names if other != n)]
    return inner[0] if inner else ""


def _kind(name: str) -> str:
    found = place(name)
    return found.kind if found else ""

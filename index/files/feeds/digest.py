"""A file of several dated articles (剪报, 汇编) → its articles. In: a `Loaded`. Out: one for each article, or the same.

An article begins with a title line and a line under it that dates it (发布时间：2024-01-18, or a day alone); only where
two or more of these stand in a file, each over running text, is it split.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.files.loaded import Loaded
from index.raw import RawTable

_HAN_DAY = "[一二][一二三四五六七八九〇零○]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
_DAY = rf"(?:(?:19|20)\d\d\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}\s?日?|{_HAN_DAY})"
_LABEL = r"(?:(?:发布|发表|刊发|刊登|發佈|發布|发稿|上传|公布)?(?:时间|日期|時間)\s?[:：]\s?)?"
_CLOCK = r"(?:\s?\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
_BYLINE = r"(?:[\s　|｜,，]{0,4}(?:星期.|来源|來源|作者|记者|编辑)[^。！？]{0,60})?"
_DATED = re.compile(
    rf"\s*[（(【\[]?\s?{_LABEL}{_DAY}{_CLOCK}{_BYLINE}\s?[）)】\]]?\s*"
    rf"|\s*(?:来源|來源|作者)\s?[:：][^。！？]{{1,40}}{_DAY}[^。！？]{{0,20}}"
)
_RULE = re.compile(r"\s*[-–—=*_~#※◆★·.]{3,}\s*")
_RUNNING, _LONGEST_TITLE, _LONGEST_DATING, _MOST = 12, 60, 120, 2_000


def split_digest(loaded: Loaded) -> list[Loaded]:
    """The articles, each with its own title; [loaded] when there are not several."""
    if len(loaded.text) > 5_000_000:
        return [loaded]
    lines = loaded.text.split("\n")
    starts = [
        (title, dated)
        for dated, line in enumerate(lines)
        if len(line) <= _LONGEST_DATING and _DATED.fullmatch(line) and (title := _title_over(lines, dated)) is not None
    ]
    ends = [*(title for title, _ in starts), len(lines)][1:] if starts else []
    starts = [start for start, end in zip(starts, ends, strict=True) if _runs(lines[start[1] + 1 : end])]
    if not 2 <= len(starts) <= _MOST:
        return [loaded]
    # What stands before the first title (the name of the collection) is kept on top of the first article.
    begins = [0, *[title for title, _ in starts[1:]]]
    stops = [*begins[1:], len(lines)]
    titles = [lines[title].strip().lstrip("#").strip() for title, _ in starts]
    tables = iter(loaded.tables)
    found = [
        _part(loaded, lines, begin, stop, title, tables)
        for begin, stop, title in zip(begins, stops, titles, strict=True)
    ]
    found[0] = replace(found[0], notes=loaded.notes)
    return found


def _title_over(lines: Sequence[str], dated: int) -> int | None:
    """The line of the title over a dating line, with at most a byline and a blank line between."""
    at = dated - 1
    skipped = 0
    while at >= 0 and skipped < 3:
        line = lines[at].strip()
        if line and not re.match(r"(?:来源|來源|作者|记者|编辑)\s?[:：]", line):
            good = 4 <= len(line) <= _LONGEST_TITLE and not _RULE.fullmatch(line) and line[-1] not in "。！；，、：:;,"
            return at if good and not _DATED.fullmatch(line) else None
        at -= 1
        skipped += 1
    return None


def _runs(lines: Sequence[str]) -> bool:
    """Whether there is running text among the lines."""
    return any(len(line.strip()) >= _RUNNING and any(c in "。！？，；" for c in line) for line in lines)


def _part(
    loaded: Loaded, lines: Sequence[str], begin: int, stop: int, title: str, tables: Iterator[RawTable]
) -> Loaded:
    end = stop
    while end > begin and (not lines[end - 1].strip() or _RULE.fullmatch(lines[end - 1])):
        end -= 1
    marks = tuple((n - begin, kind) for n, kind in loaded.marks if begin <= n < stop)
    rows = sum(1 for _, kind in marks if kind == "row")
    mine: list[RawTable] = []
    while sum(len(table.rows) for table in mine) < rows:
        table = next(tables, None)
        if table is None:
            break
        mine.append(table)
    return Loaded("\n".join(lines[begin:end]), title, loaded.meta if begin == 0 else (), marks, tuple(mine))

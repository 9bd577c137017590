"""A benchmark's result for people: a text table, a page, a plot with logarithmic axes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from eval import plots

Result = Mapping[str, Any]
Table = tuple[str, Sequence[str], list[list[str]]]
# What the drawing needs of the page's style when it stands alone.
_STYLE = (
    "<style>text{font:12px sans-serif;fill:#1b2430}.grid{stroke:#dde3ea}.quiet{fill:#5d6b7c}"
    "svg{background:#fff}</style>"
)


def tables(result: Result) -> Iterator[Table]:
    """Title, column names, rows: everything measured, as text."""
    start = result["start"]
    yield "Start", ("", "seconds"), [
        ["python alone", f"{start['python_s']:.2f}"],
        ["wenyu ask, to its first answer", f"{start['first_answer_s']:.2f}"],
        ["import sentence_transformers", f"{start['import_sentence_transformers_s']:.2f}"],
        ["first answer / that import", f"{start['first_answer_over_import']:.2f} ×"],
    ]  # fmt: skip
    sizes = result["sizes"]
    names = [f"{size['build']['passages']:,} passages" for size in sizes]
    yield "Index from nothing", ("", *names), list(_rows(sizes, "build", _BUILD))
    yield "Open", ("", *names), list(_rows(sizes, "read", _OPEN))
    for callers in ("1", "8"):
        word = "one caller" if callers == "1" else f"{callers} callers at once"
        yield f"Milliseconds, {word}: half / 95 / 99 in 100 below; calls a second", ("", *names), [
            [name, *(_spread(size["read"]["ms"].get(name, {}).get(callers)) for size in sizes)]
            for name in (sizes[0]["read"]["ms"] if sizes else ())
        ]  # fmt: skip
    yield "Against the bare parts, milliseconds", ("", *names), [
        [label, *(f"{size['read']['baselines'][key]:.3g}" for size in sizes)] for key, label in _BARE.items()
    ]  # fmt: skip
    encode = result["encode"]
    yield "Encoder, passages a second", ("", "rate"), [
        [label, f"{encode[key]:,.4g}"] for key, label in _ENCODE.items() if key in encode
    ]  # fmt: skip


_BUILD = {
    "articles": "articles", "seconds": "seconds", "articles_per_s": "articles a second",
    "passages_per_s": "passages a second", "mb_per_s": "MB a second", "source_mb": "articles, MB",
    "index_mb": "index, MB", "peak_mib": "peak memory, MiB",
}  # fmt: skip
_OPEN = {
    "open_ms": "ms to open", "open_over_sha256": "× the time to hash its bytes",
    "held_after_open_mib": "memory held, MiB", "peak_mib": "peak after all searches, MiB",
}  # fmt: skip
_BARE = {
    "vector_store_ms": "vector store", "faiss_flat_ms": "FAISS flat", "memory_pass_ms": "one pass over the bytes",
    "vector_store_over_faiss_flat": "vector store / FAISS flat",
    "vector_store_over_memory_pass": "vector store / one pass",
    "keyword_store_ms": "keyword store", "bm25s_ms": "bm25s alone",
    "keyword_store_over_bm25s": "keyword store / bm25s alone",
    "segment_s": "segmenting all passages, s", "bm25s_index_s": "bm25s over those tokens, s",
}  # fmt: skip
_ENCODE = {
    "passages_per_s": "ours", "tokenizer_alone_per_s": "its tokenizer alone",
    "transformer_per_s": "a six-layer transformer, 384 dimensions",
    "over_tokenizer_alone": "ours / tokenizer alone", "over_transformer": "ours / transformer",
}  # fmt: skip


def _rows(sizes: Sequence[Result], part: str, labels: Mapping[str, str]) -> Iterator[list[str]]:
    for key, label in labels.items():
        yield [label, *(f"{size[part][key]:,.4g}" for size in sizes)]


def _spread(one: Mapping[str, float] | None) -> str:
    if not one:
        return "–"
    return f"{one['p50']:.2f} / {one['p95']:.2f} / {one['p99']:.2f}; {one['calls_per_s']:,.0f}"


def show(result: Result) -> str:
    """All tables as plain text."""
    parts = [_machine(result)]
    for title, heads, rows in tables(result):
        grid = [list(heads), *rows]
        widths = [max(len(row[i]) for row in grid) for i in range(len(heads))]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in grid]
        parts.append("\n".join([title, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts)


def _machine(result: Result) -> str:
    about = result["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    return (
        f"{about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB, {about['system']}, "
        f"Python {about['python']}; {versions}"
    )


def plot(result: Result) -> str:
    """Median milliseconds over passages, both axes logarithmic."""
    series: dict[str, list[tuple[float, float]]] = {}
    for size in result["sizes"]:
        count = size["build"]["passages"]
        for name, callers in size["read"]["ms"].items():
            series.setdefault(name, []).append((count, callers["1"]["p50"]))
        for key in ("faiss_flat_ms", "memory_pass_ms", "bm25s_ms"):
            series.setdefault(_BARE[key], []).append((count, size["read"]["baselines"][key]))
    return plots.log_lines(series, "Median milliseconds by size", "passages", "ms")


def write(result: Result, folder: Path) -> None:
    """bench.json, bench.svg and bench.html in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    drawing = plot(result)
    alone = drawing.replace("</title>", f"</title>{_STYLE}", 1)
    (folder / "bench.svg").write_text(alone + "\n", encoding="utf-8")
    css = files("eval").joinpath("page.css").read_text(encoding="utf-8")
    body = "".join(_html(*table) for table in tables(result))
    (folder / "bench.html").write_text(
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>问渝 WenYu: speed and memory</title><style>{css}</style></head><body>"
        f"<h1>问渝 WenYu: speed and memory</h1><p class='sub'>{escape(_machine(result))}</p>"
        f"{drawing}{body}</body></html>\n",
        encoding="utf-8",
    )


def _html(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{escape(title)}</h2><div class='scroll'><table><tr>{head}</tr>{body}</table></div>"

"""One measurement in a process of its own, so that times and peak memory are of nothing else.

    python -m eval.bench.worker build ARTICLES INDEX MODEL
    python -m eval.bench.worker search INDEX QUESTIONS.json
    python -m eval.bench.worker encode TEXTS.json MODEL

Prints one JSON object. Started by `eval.bench`; not for people.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eval import machine
from eval.metrics import percentile
from index.settings import Settings

if TYPE_CHECKING:
    from qa.types import Mode

T = TypeVar("T")

CALLERS = 8
MODES: tuple[Mode, ...] = ("hybrid", "dense", "keyword", "soft")
# A budget for each measurement: 100,000 passages must not take the afternoon.
SECONDS = 6.0
WARM_UP = 3


def build(articles: Path, index: Path, model: str) -> dict[str, Any]:
    """Index a folder from nothing: seconds, rates, peak memory, size on disk."""
    from index.build import build_index

    source_bytes = machine.folder_bytes(articles)
    began = time.perf_counter()
    report = build_index(articles, index, settings=replace(Settings(), index_dir=str(index)), model=model)
    seconds = time.perf_counter() - began
    return {
        "articles": report.articles, "passages": report.passages, "figures": report.figures, "seconds": seconds,
        "articles_per_s": report.articles / seconds, "passages_per_s": report.passages / seconds,
        "mb_per_s": source_bytes / 1e6 / seconds, "source_mb": source_bytes / 1e6,
        "index_mb": machine.folder_bytes(index) / 1e6, "peak_mib": machine.peak_mib(),
    }  # fmt: skip


def search(index: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Open an index; search it by each mode and answer from it, with one caller and with eight; then the baselines."""
    from qa.respond import Assistant
    from qa.retrieve import Retriever

    settings = replace(Settings(), index_dir=str(index))
    hashing = _seconds(lambda: _hash(index))
    before = machine.held_mib()
    began = time.perf_counter()
    retriever = Retriever.open(index, settings=settings, build=False)
    opening = time.perf_counter() - began
    result: dict[str, Any] = {
        "open_ms": opening * 1000, "open_over_sha256": opening / hashing if hashing else 0.0,
        "held_after_open_mib": machine.held_mib() - before,
    }  # fmt: skip
    calls: dict[str, Callable[[str], object]] = {
        f"search {mode}": _searching(retriever, mode) for mode in MODES
        if mode != "soft" or retriever.index.soft is not None
    }  # fmt: skip
    calls["answer"] = Assistant(retriever, settings=settings).ask
    result["ms"] = {name: {"1": timed(call, questions, 1), str(CALLERS): timed(call, questions, CALLERS)}
                    for name, call in calls.items()}  # fmt: skip
    result["peak_mib"] = machine.peak_mib()
    result["baselines"] = baselines(retriever, questions)
    return result


def _searching(retriever: Any, mode: Mode) -> Callable[[str], object]:
    return lambda question: retriever.search(question, 10, mode=mode)


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _hash(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            hashlib.sha256(path.read_bytes()).digest()


def timed(call: Callable[[T], object], inputs: Sequence[T], callers: int) -> dict[str, float]:
    """p50, p95, p99 of one call in ms and calls a second, over at most SECONDS of calls by `callers` threads."""
    for one in inputs[:WARM_UP]:
        call(one)
    deadline = time.perf_counter() + SECONDS

    def one_call(one: T) -> float:
        return _seconds(lambda: call(one)) if time.perf_counter() < deadline else -1.0

    began = time.perf_counter()
    if callers == 1:
        spent = [one_call(one) for one in inputs]
    else:
        with ThreadPoolExecutor(callers) as pool:
            spent = list(pool.map(one_call, inputs))
    wall = time.perf_counter() - began
    taken = [seconds * 1000 for seconds in spent if seconds >= 0]
    return {
        "p50": percentile(taken, 50), "p95": percentile(taken, 95), "p99": percentile(taken, 99),
        "calls_per_s": len(taken) / wall, "n": len(taken),
    }  # fmt: skip


def baselines(retriever: Any, questions: Sequence[str]) -> dict[str, Any]:
    """The same passages by the bare parts: FAISS flat, one pass over the vectors' bytes, bm25s alone; and ratios."""
    import faiss
    import numpy as np

    index = retriever.index
    size, dimension = index.vectors.size, index.vectors.dimension
    rng = np.random.default_rng(7)
    vectors = rng.standard_normal((size, dimension), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    queries = list(vectors[rng.integers(0, size, 200)])
    faiss.omp_set_num_threads(1)
    flat = faiss.IndexFlatIP(dimension)
    flat.add(vectors)
    flat_ms = timed(lambda q: flat.search(q[None, :], 10), queries, 1)["p50"]
    ours_ms = timed(lambda q: index.vectors.search(q, 10), queries, 1)["p50"]
    words = vectors.view(np.uint64)
    pass_ms = timed(lambda _: np.bitwise_or.reduce(words, axis=None), queries[:40], 1)["p50"]
    keyword = _bm25s(index, questions)
    return {
        "faiss_flat_ms": flat_ms, "vector_store_ms": ours_ms, "memory_pass_ms": pass_ms,
        "vector_store_over_faiss_flat": ours_ms / flat_ms if flat_ms else 0.0,
        "vector_store_over_memory_pass": ours_ms / pass_ms if pass_ms else 0.0, **keyword,
    }  # fmt: skip


def _bm25s(index: Any, questions: Sequence[str]) -> dict[str, float]:
    """bm25s over our own tokens: how long to segment, to index, and to search against our keyword store."""
    import bm25s

    from index.text import tokenise

    began = time.perf_counter()
    tokens = [tokenise(passage.embedded()) for passage in index.passages]
    segmenting = time.perf_counter() - began
    bare = bm25s.BM25()
    began = time.perf_counter()
    bare.index(tokens, show_progress=False)
    building = time.perf_counter() - began
    asked = [list(dict.fromkeys(tokenise(question))) for question in questions]
    k = min(10, len(tokens))
    bare_ms = timed(lambda q: bare.retrieve([q], k=k, show_progress=False), asked, 1)["p50"]
    weights = [dict.fromkeys(words, 1.0) for words in asked]
    ours_ms = timed(index.keywords.scores, weights, 1)["p50"]
    return {
        "bm25s_ms": bare_ms, "keyword_store_ms": ours_ms,
        "keyword_store_over_bm25s": ours_ms / bare_ms if bare_ms else 0.0,
        "bm25s_index_s": building, "segment_s": segmenting,
    }  # fmt: skip


def encode(texts: Sequence[str], model: str) -> dict[str, Any]:
    """Passages a second: our encoder, its tokenizer alone, a six-layer transformer of 384 dimensions (random weights:
    its speed does not depend on what it learned)."""
    from index.embed import load_encoder

    encoder = load_encoder(model)
    encoder.encode_passages(texts[:64])
    ours = len(texts) / _seconds(lambda: encoder.encode_passages(texts))
    result = {"passages_per_s": ours, "chars_per_passage": sum(map(len, texts)) / len(texts)}
    table = encoder.table
    if table is not None:
        alone = len(texts) / _seconds(lambda: table.token_ids(texts))
        result |= {"tokenizer_alone_per_s": alone, "over_tokenizer_alone": ours / alone}
    few = random.Random(7).sample(list(texts), min(64, len(texts)))
    transformer = _transformer_rate(few)
    return result | {"transformer_per_s": transformer, "over_transformer": ours / transformer}


def _transformer_rate(texts: Sequence[str]) -> float:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=30_000, hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536
    )
    model = BertModel(config).eval()
    batches = [texts[i : i + 16] for i in range(0, len(texts), 16)]
    with torch.inference_mode():

        def run() -> None:
            for batch in batches:
                # One token a character, as such models read Chinese, at most 512.
                length = min(512, max(len(text) for text in batch))
                model(torch.randint(0, 30_000, (len(batch), length)))

        run()
        return len(texts) / _seconds(run)


def main(arguments: Sequence[str]) -> int:
    """Run one measurement and print it."""
    what, *rest = arguments
    if what == "build":
        result = build(Path(rest[0]), Path(rest[1]), rest[2])
    elif what == "search":
        result = search(Path(rest[0]), json.loads(Path(rest[1]).read_text(encoding="utf-8")))
    elif what == "encode":
        result = encode(json.loads(Path(rest[0]).read_text(encoding="utf-8")), rest[1])
    else:
        print("usage: python -m eval.bench.worker build|search|encode …", file=sys.stderr)
        return 2
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

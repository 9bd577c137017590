from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from eval import machine
from eval.bench.show import plot, show, write
from eval.bench.synth import write_articles
from eval.bench.worker import timed

# Short runs of the benchmark.
pytestmark = pytest.mark.slow

SENTENCES = ["2024年全区规上工业产值突破2700亿元，增长8.8%。", "全市累计建成智能工厂144家，数字化车间958家。"]


def spread(p50: float) -> dict[str, float]:
    return {"p50": p50, "p95": p50 * 2, "p99": p50 * 3, "calls_per_s": 1000 / p50, "n": 10}


def size(passages: int) -> dict[str, Any]:
    build = {"articles": passages // 10, "passages": passages, "seconds": 1.0, "articles_per_s": 1.0,
             "passages_per_s": 10.0, "mb_per_s": 1.0, "source_mb": 1.0, "index_mb": 2.0, "peak_mib": 100.0}  # fmt: skip
    baselines = dict.fromkeys(
        ["vector_store_ms", "faiss_flat_ms", "memory_pass_ms", "vector_store_over_faiss_flat", "bm25s_ms",
         "vector_store_over_memory_pass", "keyword_store_ms", "keyword_store_over_bm25s", "segment_s",
         "bm25s_index_s"], 0.5)  # fmt: skip
    ms = {"search hybrid": {"1": spread(passages / 1000), "8": spread(passages / 500)}}
    read = {"open_ms": 5.0, "open_over_sha256": 1.1, "held_after_open_mib": 9.0, "peak_mib": 90.0, "ms": ms,
            "baselines": baselines}  # fmt: skip
    return {"asked_for": passages, "build": build, "read": read}


def result() -> dict[str, Any]:
    start = {"python_s": 0.02, "first_answer_s": 0.5, "import_sentence_transformers_s": 5.0,
             "first_answer_over_import": 0.1}  # fmt: skip
    encode = {"passages_per_s": 9000.0, "tokenizer_alone_per_s": 15000.0, "over_tokenizer_alone": 0.6,
              "transformer_per_s": 50.0, "over_transformer": 180.0}  # fmt: skip
    return {"machine": machine.describe(), "start": start, "sizes": [size(1000), size(10_000)], "encode": encode}


def test_resampled_articles_are_as_many_as_asked_for_and_the_same_each_time(tmp_path: Path) -> None:
    assert write_articles(SENTENCES, 200, tmp_path / "a") == 20
    write_articles(SENTENCES, 200, tmp_path / "b")
    files = sorted((tmp_path / "a").rglob("*.txt"))
    assert len(files) == 20
    assert [f.read_bytes() for f in files] == [f.read_bytes() for f in sorted((tmp_path / "b").rglob("*.txt"))]
    text = files[3].read_text(encoding="utf-8")
    assert 1600 <= len(text) <= 3000
    assert "发布时间：20" in text


def test_no_sentences_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no sentences"):
        write_articles(["短"], 10, tmp_path)


def test_times_are_of_the_call() -> None:
    one = timed(lambda _: time.sleep(0.004), range(20), 1)
    assert 4 <= one["p50"] < 20
    assert one["n"] == 20
    many = timed(lambda _: time.sleep(0.004), range(40), 8)
    assert many["calls_per_s"] > 2 * one["calls_per_s"]


def test_a_result_is_shown_as_text_page_and_plot(tmp_path: Path) -> None:
    text = show(result())
    for part in ("10,000 passages", "search hybrid", "first answer / that import", "10.00 / 20.00 / 30.00"):
        assert part in text
    write(result(), tmp_path / "out")
    assert json.loads((tmp_path / "out" / "bench.json").read_text())["sizes"][1]["build"]["passages"] == 10_000
    assert (tmp_path / "out" / "bench.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "<script" not in (tmp_path / "out" / "bench.html").read_text(encoding="utf-8")
    assert plot(result()).count("<circle") == 2 * 4


def test_the_machine_is_described_without_names() -> None:
    about = json.dumps(machine.describe())
    assert machine.cores() >= 1
    assert machine.peak_mib() >= 0
    for private in (str(Path.home()), __import__("platform").node()):
        assert not private or len(private) < 3 or private not in about

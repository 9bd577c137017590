"""Speed and memory: cold start, index build and its growth, search and answer latency, the encoder, against the bare
parts in the same run.

Comes in: an index, whose articles are resampled to the sizes asked for. Goes out: a JSON object, a table, and with
`out` the object, a page and a plot. Nothing in the result names a host, a user or a folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from eval import machine
from eval.bench.show import show, write
from eval.bench.synth import write_articles
from eval.metrics import percentile
from index.errors import QuestionError, WenYuError
from index.settings import Settings
from index.store import Index, open_index

QUESTIONS = 200
ENCODED = 3000
STARTS = 3
LIMIT_S = 3600
FIRST = "两江新区2024年整车产量是多少"
_ASK = "import sys; from qa.cli import main; sys.argv = ['wenyu', *sys.argv[1:]]; main()"


def bench(*, index_dir: Path, as_json: bool, out: Path | None, sizes: Sequence[int], settings: Settings) -> int:
    """Measure and print. Returns 0; raises WenYuError when a measurement cannot be made."""
    if not sizes or min(sizes) < 1:
        raise QuestionError("--sizes wants passage counts above 0, such as 1000,10000.")
    result = measure(open_index(index_dir, stores=False), index_dir, sorted(set(sizes)), _note)
    print(json.dumps(result) if as_json else show(result))
    if out is not None:
        write(result, out)
        _note(f"written: {out / 'bench.json'}, {out / 'bench.html'}")
    return 0


def measure(index: Index, index_dir: Path, sizes: Sequence[int], note: Callable[[str], None]) -> dict[str, Any]:
    """The whole measurement as one object; `note` is told what runs."""
    note("cold start …")
    result: dict[str, Any] = {"machine": machine.describe(), "start": starts(index_dir), "sizes": []}
    sentences = _sentences(index)
    with tempfile.TemporaryDirectory(prefix="wenyu-bench-") as scratch:
        folder = Path(scratch)
        asked = folder / "questions.json"
        asked.write_text(json.dumps(_questions(), ensure_ascii=False), encoding="utf-8")
        for size in sizes:
            result["sizes"].append(_size(size, sentences, folder, asked, index.manifest.model, note))
        note("encoder …")
        texts = folder / "texts.json"
        texts.write_text(json.dumps(_texts(index), ensure_ascii=False), encoding="utf-8")
        result["encode"] = _worker("encode", str(texts), index.manifest.model)
    return result


def _size(
    size: int, sentences: Sequence[str], folder: Path, asked: Path, model: str, note: Callable[[str], None]
) -> dict[str, Any]:
    note(f"{size:,} passages: writing articles …")
    articles, index = folder / f"articles-{size}", folder / f"index-{size}"
    write_articles(sentences, size, articles)
    note(f"{size:,} passages: indexing …")
    built = _worker("build", str(articles), str(index), model)
    note(f"{size:,} passages: {built['passages']:,} in {built['seconds']:.1f} s; searching …")
    return {"asked_for": size, "build": built, "read": _worker("search", str(index), str(asked))}


def starts(index_dir: Path) -> dict[str, float]:
    """Seconds from starting a process to its end, the middle of a few: a first answer, and what to hold it against."""
    ask = _middle([sys.executable, "-c", _ASK, "ask", "--json", "--index", str(index_dir), FIRST])
    library = _middle([sys.executable, "-c", "import sentence_transformers"])
    return {
        "python_s": _middle([sys.executable, "-c", "pass"]), "first_answer_s": ask,
        "import_sentence_transformers_s": library, "first_answer_over_import": ask / library,
    }  # fmt: skip


def _middle(command: Sequence[str]) -> float:
    spent = []
    for _ in range(STARTS):
        began = time.perf_counter()
        _run(command)
        spent.append(time.perf_counter() - began)
    return percentile(spent, 50)


def _worker(*arguments: str) -> dict[str, Any]:
    output = _run([sys.executable, "-m", "eval.bench.worker", *arguments])
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def _run(command: Sequence[str]) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=LIMIT_S,
                          check=False)  # fmt: skip
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise WenYuError(f"a measurement ended with code {done.returncode}: {last[0]}; run it again with less load.")
    return done.stdout


def _sentences(index: Index) -> list[str]:
    found = []
    for passage in index.passages:
        for start, end in passage.sentences:
            found.append(passage.text[start - passage.start : end - passage.start].strip())
        if len(found) > 20_000:
            break
    return found


def _questions() -> list[str]:
    lines = files("eval").joinpath("questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [row["question"] for row in map(json.loads, lines) if not row.get("history")]
    step = max(1, len(questions) // QUESTIONS)
    return questions[::step][:QUESTIONS]


def _texts(index: Index) -> list[str]:
    texts = [passage.embedded() for passage in index.passages[:ENCODED]]
    return (texts * (ENCODED // max(1, len(texts)) + 1))[:ENCODED]


def _note(message: str) -> None:
    print(message, file=sys.stderr)

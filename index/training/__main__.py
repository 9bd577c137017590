"""Train the bundled model: `python -m index.training --data FOLDER --out index/model`.

`--data` is the folder of the archives (parallel, reading, bitext) or one where they are unpacked. `--evaluate` only
prints the scores of the model in `--out`. Takes about half an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embed import TokenTable
from index.training.evaluation import evaluate, load_tasks

ARCHIVES = ("parallel", "reading", "bitext")


@contextmanager
def open_data(folder: Path, archives: Sequence[str] = ARCHIVES) -> Iterator[Path]:
    """The folder with the unpacked archives; packed ones are unpacked to a temporary folder."""
    if (folder / "parallel").is_dir():
        yield folder
        return
    with tempfile.TemporaryDirectory() as temporary:
        for name in archives:
            with tarfile.open(folder / f"{name}.tar.xz") as archive:
                archive.extractall(temporary, filter="data")
        yield Path(temporary)


def fit(data: Path, out: Path, seed: int, dimension: int, portion: float) -> None:
    """Build the vocabulary, train, and write the model folder. `portion` < 1 takes fewer steps (for trying out)."""
    from index.training.corpus import Sampler, encode_corpus, load_corpus
    from index.training.export import save_model
    from index.training.initial import initial_vectors, inverse_frequency
    from index.training.train import Parameters, Recipe, train
    from index.training.vocabulary import build_tokenizer

    recipe = Recipe(dimension=dimension, seed=seed)
    recipe = replace(
        recipe, mean_steps=round(recipe.mean_steps * portion), match_steps=round(recipe.match_steps * portion)
    )
    corpus = load_corpus(data)
    terms = [pair.chinese for pair, _ in corpus.terms]
    tokenizer: Tokenizer = build_tokenizer(corpus.english(), corpus.chinese(), terms)
    encoded = encode_corpus(corpus, tokenizer)
    counts = np.bincount(encoded.all_ids(), minlength=tokenizer.get_vocab_size())
    weights = inverse_frequency(counts, encoded.texts)
    vectors = initial_vectors(tokenizer, corpus.terms, weights, dimension, seed)
    print(f"{tokenizer.get_vocab_size()} tokens, {encoded.texts} texts", flush=True)
    start = Parameters(vectors * weights[:, None], 2 * np.log(weights))
    learned = train(start, Sampler(encoded, seed), recipe, lambda line: print(line, flush=True))
    save_model(out, tokenizer, learned)
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Parse the options, train, print the scores as tab-separated lines."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data archives")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--seed", type=int, default=20250120)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--portion", type=float, default=1.0, help="share of the training steps to take")
    parser.add_argument("--evaluate", action="store_true", help="only print the scores of the model in --out")
    options = parser.parse_args()
    with open_data(options.data) as data:
        if not options.evaluate:
            fit(data, options.out, options.seed, options.dimension, options.portion)
        print("task\tsystem\thit@1\thit@5\tMRR")
        for score in evaluate(TokenTable.load(options.out), load_tasks(data)):
            print(f"{score.task}\t{score.system}\t{score.hit1:.3f}\t{score.hit5:.3f}\t{score.mrr:.3f}")


if __name__ == "__main__":
    main()

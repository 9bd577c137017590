"""The folder a soak runs on: what each file holds now, what it ever held, what is gone.

Comes in: a folder of .txt articles. Goes out: questions about them, and changes to them. One thread changes, others
ask: a file's new words are remembered before they are written, so a quote of them is never unknown.
"""

from __future__ import annotations

import json
import math
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from eval.text import squash, squash_file

_CHANGES = ("add", "change", "remove")


@dataclass(slots=True)
class _Version:
    """Squashed text of a file, and when (in changes since the start) other text or nothing took its place."""

    text: str
    until: float = math.inf


class World:
    """A folder of articles under change. `seed` decides every choice."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self._rng = random.Random(seed)
        self._lock = threading.Lock()
        self._versions: dict[str, list[_Version]] = {}
        self._gone: frozenset[str] = frozenset()
        self._added = 0
        self._clock = 0
        for path in sorted(folder.rglob("*.txt")):
            self._versions[path.relative_to(folder).as_posix()] = [_Version(squash_file(path))]
        self._live = sorted(self._versions)

    @property
    def now(self) -> int:
        """How many changes have been made."""
        return self._clock

    def ever_held(self, source: str, quote: str) -> bool:
        """Did the words stand in the file, now or before?"""
        return self._held(source, quote, -1)

    def held_since(self, source: str, quote: str, moment: int) -> bool:
        """Did the words stand in the file at `moment` or after?"""
        return self._held(source, quote, moment)

    def _held(self, source: str, quote: str, moment: int) -> bool:
        words = squash(quote)
        with self._lock:
            texts = [version.text for version in self._versions.get(source, ()) if version.until > moment]
        return bool(words) and any(words in text for text in texts)

    def gone(self) -> frozenset[str]:
        """Sources that are out of the folder and out of the published index."""
        return self._gone

    def published_without(self, removed: frozenset[str]) -> None:
        """An index without these sources is in use from now on."""
        self._gone = self._gone | removed

    def change(self, count: int) -> frozenset[str]:
        """Add, change and remove articles in turn, `count` in all; returns the sources removed."""
        removed = set()
        for i in range(count):
            what = _CHANGES[i % len(_CHANGES)]
            if what == "add":
                self._add()
            elif what == "change":
                self._edit(self._rng.choice(self._live))
            elif len(self._live) > 1:
                source = self._live.pop(self._rng.randrange(len(self._live)))
                (self.folder / source).unlink()
                self._supersede(source, keep=0)
                removed.add(source)
        return frozenset(removed)

    def _add(self) -> None:
        self._added += 1
        source = f"added-{self._added:05d}.txt"
        model = (self.folder / self._rng.choice(self._live)).read_text(encoding="utf-8")
        self._write(source, f"{model}\n\n补充：第{self._added}号新增文章收录{self._rng.randint(100, 999)}项内容。\n")
        self._live.append(source)

    def _edit(self, source: str) -> None:
        """One sentence goes, another comes."""
        sentences = (self.folder / source).read_text(encoding="utf-8").split("。")
        del sentences[self._rng.randrange(len(sentences))]
        note = f"更正：本文第{self._rng.randint(1, 9)}段数字以{self._rng.randint(1000, 9999)}为准。"
        self._write(source, f"{'。'.join(sentences)}\n\n{note}\n")

    def _write(self, source: str, text: str) -> None:
        with self._lock:
            self._versions.setdefault(source, []).append(_Version(squash(text)))
        path = self.folder / source
        draft = path.with_suffix(".draft")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
        self._supersede(source, keep=1)

    def _supersede(self, source: str, keep: int) -> None:
        """The file is as it is now: all but the last `keep` versions are over."""
        with self._lock:
            self._clock += 1
            versions = self._versions[source]
            for version in versions[: len(versions) - keep]:
                version.until = min(version.until, self._clock)

    def questions(self, count: int) -> list[str]:
        """Mixed questions: of the bundled set, about pieces of the articles, in English, and nonsense."""
        bundled = self._bundled()
        return [self._question(i, bundled) for i in range(count)]

    def _bundled(self) -> list[str]:
        lines = files("eval").joinpath("questions.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["question"] for line in lines]

    def _question(self, number: int, bundled: list[str]) -> str:
        text = self._versions[self._rng.choice(self._live)][0].text
        at = self._rng.randrange(max(1, len(text) - 40))
        piece = text[at : at + self._rng.randint(8, 30)].strip("，。、；：“”") or "重庆"
        return next(self._forms(number, piece, bundled))

    def _forms(self, number: int, piece: str, bundled: list[str]) -> Iterator[str]:
        turn = number % 8
        if turn < 3:
            yield self._rng.choice(bundled)
        if turn < 5:
            yield f"{piece}是多少？"
        if turn == 5:
            yield f"What does the article say about {piece}?"
        if turn == 6:
            yield piece
        yield f"{self._rng.randint(1900, 2100)}年{piece}{'？' * self._rng.randint(1, 5)}"

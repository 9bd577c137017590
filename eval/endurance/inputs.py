"""Hostile inputs for `eval.fuzz`: good articles, mutated. In: a seed. Out: bytes and texts, the same for the same seed.

Three kinds are mixed: mutations of the bundled articles (bytes flipped, cut, doubled, spliced with others), strings of
odd pieces from `fuzz_words.json`, and one short piece repeated thousands of times, which shows what is not linear.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LONGEST = 20_000
_ARTICLES = Path(__file__).resolve().parents[2] / "seeds"
_CODECS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-be", "cp1252", "utf-8-sig")
_NAMES = ("a.txt", "a.txt", "a.md", "a.html", "a.html", "2024-02-30 重庆.txt", "a.docx", "a.pdf")


# Between the files of a folder and the turns of a conversation when they are written as one string of bytes.
_BETWEEN_FILES = b"\n\x1cFILE\x1c\n"
_BETWEEN_TURNS = "\x1c"


def text_of(data: bytes) -> str:
    """Any bytes as a text without lone surrogates: UTF-8, with what is none replaced."""
    return data.decode("utf-8", "replace")


def question_of(data: bytes) -> str:
    """Any bytes as a question; what is no UTF-8 becomes lone surrogates, which a question may hold."""
    return data.decode("utf-8", "surrogateescape")


def bytes_of(text: str) -> bytes:
    """The reverse of `text_of` and `question_of`, as far as there is one."""
    return text.encode("utf-8", "surrogatepass")


def turns_of(data: bytes) -> tuple[str, ...]:
    """Any bytes as one to three questions, asked one after the other."""
    return tuple(question_of(data).split(_BETWEEN_TURNS, 2))


def bytes_of_turns(turns: tuple[str, ...]) -> bytes:
    """The reverse of `turns_of`."""
    return bytes_of(_BETWEEN_TURNS.join(turns))


def file_of(data: bytes) -> tuple[str, bytes]:
    """Any bytes as a file: the last one chooses the name."""
    return (_NAMES[data[-1] % len(_NAMES)], data[:-1]) if data else (_NAMES[0], b"")


def bytes_of_file(file: tuple[str, bytes]) -> bytes:
    """The reverse of `file_of`."""
    return file[1] + bytes([_NAMES.index(file[0])])


def files_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Any bytes as one to six files."""
    return tuple(file_of(part) for part in data.split(_BETWEEN_FILES, 5))


def bytes_of_files(files: tuple[tuple[str, bytes], ...]) -> bytes:
    """The reverse of `files_of`."""
    return _BETWEEN_FILES.join(bytes_of_file(file) for file in files)


@dataclass(frozen=True, slots=True)
class Pieces:
    """What inputs are made of: whole articles, odd words, odd bytes."""

    articles: tuple[str, ...]
    words: tuple[str, ...]
    chunks: tuple[bytes, ...]


@cache
def pieces() -> Pieces:
    """The bundled articles and the words of `fuzz_words.json`."""
    raw = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
    articles = tuple(path.read_text(encoding="utf-8") for path in sorted(_ARTICLES.glob("*.txt")))
    return Pieces(articles, tuple(raw["texts"]), tuple(bytes.fromhex(chunk) for chunk in raw["bytes_hex"]))


class Maker:
    """Makes the inputs of one execution; everything is drawn from `dice`."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._pieces = pieces()

    def text(self, longest: int = LONGEST) -> str:
        """A text of up to `longest` characters; may hold controls, lone surrogates never."""
        kind = self.dice.random()
        if kind < 0.04:
            made = self._repeated(longest)
        elif kind < 0.5:
            made = self._words(self.dice.randint(1, 60))
        else:
            made = self._mutated(self._slice(self.dice.choice(self._pieces.articles), 1500))
        return made[:longest].encode("utf-8", "replace").decode("utf-8")

    def question(self) -> str:
        """A question: odd words, sometimes with a stretch of an article, seldom very long."""
        if self.dice.random() < 0.03:
            return self._repeated(2000)
        made = self._words(self.dice.randint(1, 12))
        if self.dice.random() < 0.4:
            made = self._mutated(self._slice(self.dice.choice(self._pieces.articles), 60)) + made
        if self.dice.random() < 0.05:
            made += self.dice.choice(("\ud83d", "\udc00"))
        return made[:600]

    def data(self) -> bytes:
        """The bytes of a file: a text in some encoding, then damaged; or bytes out of nowhere."""
        if self.dice.random() < 0.1:
            return self.dice.randbytes(self.dice.randint(0, 400))
        data = self.text().encode(self.dice.choice(_CODECS), "replace")
        for _ in range(self.dice.choice((0, 0, 1, 2, 6))):
            data = self._damaged(data)
        return data

    def file(self) -> tuple[str, bytes]:
        """A name and the bytes of a file of any type that is read."""
        name = self.dice.choice(_NAMES)
        if name.endswith(".docx") and self.dice.random() < 0.8:
            return name, self._docx()
        return name, self.data()

    def _words(self, count: int) -> str:
        return "".join(self.dice.choice(self._pieces.words) for _ in range(count))

    def _repeated(self, longest: int) -> str:
        unit = self._words(self.dice.randint(1, 3))
        if self.dice.random() < 0.3:
            unit = chr(self.dice.choice((0x4E2D, 0x20, 0x61, 0x31, 0x20000, 0x0E01))) + unit
        return self._words(1) + unit * (longest // len(unit))

    def _slice(self, text: str, most: int) -> str:
        start = self.dice.randrange(len(text))
        return text[start : start + self.dice.randint(1, most)]

    def _mutated(self, text: str) -> str:
        for _ in range(self.dice.randint(1, 8)):
            at = self.dice.randint(0, len(text))
            to = min(len(text), at + self.dice.randint(0, 30))
            change = self.dice.randrange(5)
            if change == 0:
                text = text[:at] + text[to:]
            elif change == 1:
                text = text[:at] + self._words(1) + text[at:]
            elif change == 2:
                text = text[:at] + text[at:to] * self.dice.randint(2, 40) + text[to:]
            elif change == 3:
                text = text[:at] + self._slice(self.dice.choice(self._pieces.articles), 80) + text[to:]
            else:
                text = text[:at] + chr(self.dice.choice((0x7F, 0x600, 0x3000, 0x4E00, 0x1F600, 0xFF10))) + text[to:]
        return text

    def _damaged(self, data: bytes) -> bytes:
        at = self.dice.randint(0, len(data))
        change = self.dice.randrange(4)
        if change == 0:
            return data[:at]
        if change == 1:
            return data[:at] + self.dice.choice(self._pieces.chunks) + data[at:]
        if change == 2 and at < len(data):
            return data[:at] + bytes([data[at] ^ 1 << self.dice.randrange(8)]) + data[at + 1 :]
        return self.dice.choice(self._pieces.chunks) + data

    def _docx(self) -> bytes:
        """A zip with a Word body of odd words: the shape is right, what is in it need not be."""
        space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        runs = "".join(f"<w:p><w:r><w:t>{self._words(4)}</w:t></w:r></w:p>" for _ in range(self.dice.randint(0, 9)))
        body = f'<w:document xmlns:w="{space}"><w:body>{runs}</w:body></w:document>'.encode("utf-8", "replace")
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", self._damaged(body) if self.dice.random() < 0.3 else body)
        data = made.getvalue()
        return self._damaged(data) if self.dice.random() < 0.3 else data

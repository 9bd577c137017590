"""Reading: a question and passages in, answers' places and how sure they are out. Nothing heavy is imported here.

`load_reader()` gives the bundled reader, `load_reader("deepset/…")` one of the hub or of a folder.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qa.reader.network import OnnxNetwork
from qa.reader.onnx import OnnxReader
from qa.reader.types import Claim, Reader, Reading, Span

__all__ = ["BUNDLED", "MODEL_FOLDER", "Claim", "OnnxNetwork", "OnnxReader", "Reader", "Reading", "Span", "load_reader"]

BUNDLED = "bundled"
MODEL_FOLDER = Path(__file__).parent / "model"


@lru_cache(maxsize=4)
def load_reader(name: str = BUNDLED, threads: int = 2) -> Reader:
    """The bundled reader, a folder in its format, or an extractive reader or cross-encoder of the hub.

    The bundled one loads its files when it first reads; the same name gives the same reader. Raises ModelError if a
    model of the hub cannot be loaded.
    """
    if name in ("", BUNDLED):
        return OnnxReader.open(MODEL_FOLDER, threads)
    if (Path(name).expanduser() / "model.onnx").is_file():
        return OnnxReader.open(Path(name).expanduser(), threads, name)
    from qa.reader.hub import load_hub_reader

    return load_hub_reader(name)

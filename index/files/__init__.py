"""Bytes become a RawDocument: scanning a folder, decoding, loading each format."""

from __future__ import annotations

from index.files.decode import decode
from index.files.load import load, load_all
from index.files.scan import path_of, read_bytes, safe_name, scan
from index.files.web.meta import boilerplate

__all__ = ["boilerplate", "decode", "load", "load_all", "path_of", "read_bytes", "safe_name", "scan"]

"""Office files are zip archives of XML. In: bytes. Out: a `Package` that gives parsed parts, safely.

Zip bombs, entities and broken archives raise ArticleError before anything large is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from index.errors import ArticleError
from index.settings import Settings

_MAX_MEMBERS = 5_000
_MAX_RATIO = 200
_OLE = b"\xd0\xcf\x11\xe0"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
# Strict files name the same elements otherwise.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/", b"http://schemas.openxmlformats.org/spreadsheetml/2006/"),
    (b"http://purl.oclc.org/ooxml/presentationml/", b"http://schemas.openxmlformats.org/presentationml/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


class Package:
    """An open archive of a kind named for people ("Word"). Close it, or use it in a `with` statement."""

    def __init__(self, data: bytes, kind: str, settings: Settings) -> None:
        if data.startswith(_OLE):
            raise ArticleError(
                f"the {kind} file is encrypted with a password, or is of the old kind; save it without a password "
                "in the new form (.docx, .xlsx, .pptx)."
            )
        self._kind, self._limit = kind, settings.max_file_bytes * 2
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ArticleError(f"the {kind} file is broken ({error}).") from error
        members = self._archive.infolist()
        if len(members) > _MAX_MEMBERS:
            raise ArticleError(f"the {kind} file holds {len(members):,} parts; at most {_MAX_MEMBERS:,} are read.")
        unfolded = sum(member.file_size for member in members)
        if unfolded > settings.max_unpacked_bytes:
            raise ArticleError(f"the {kind} file unfolds to {unfolded:,} bytes in all (a zip bomb?).")
        self.names = tuple(member.filename for member in members)
        self._read = 0

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def bytes(self, name: str) -> bytes | None:
        """A part unpacked, or None when the archive has none of that name. A reader never gets more from a member than
        the archive's own list says."""
        try:
            member = self._archive.getinfo(name)
        except KeyError:
            return None
        self._read += member.file_size
        bomb = member.file_size > 1_000_000 and member.file_size > _MAX_RATIO * max(1, member.compress_size)
        if bomb or self._read > self._limit * 2 or member.file_size > self._limit:
            raise ArticleError(
                f"the {self._kind} file unfolds to {member.file_size:,} bytes in one part (a zip bomb?)."
            )
        try:
            return self._archive.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise ArticleError(f"the {self._kind} file is broken ({error}).") from error

    def xml(self, name: str) -> Any:
        """A part parsed without entities and network, or None when there is none."""
        data = self.bytes(name)
        if data is None:
            return None
        entities = ArticleError(f"the {self._kind} file declares XML entities, which its program never does.")
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
            raise entities
        if b"purl.oclc.org/ooxml" in data[:8192]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise ArticleError(f"the {self._kind} file is broken ({name}: {error}).") from error
        if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hides it from the look above
            raise entities
        return root

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id → (last word of the kind: "footnotes", "header" …; the name of the other part)."""
        folder, name = posixpath.split(part)
        tree = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for link in tree if tree is not None else ():
            target = link.get("Target") or ""
            if link.get("TargetMode") != "External" and isinstance(link.tag, str):
                full = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[link.get("Id") or ""] = ((link.get("Type") or "").rsplit("/", 1)[-1], posixpath.normpath(full))
        return found

    def main_part(self, usual: str) -> str:
        """The part that holds the document."""
        for kind, name in self.relations("").values():
            if kind == "officeDocument" and name in self.names:
                return name
        return usual

    def core(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The title of the document's properties, and the day it was made, which only tells when nothing else does."""
        core = self.xml("docProps/core.xml")
        if core is None:
            return "", ()
        title = (core.findtext(f"{_DC}title") or "").strip()[:300]
        made = (core.findtext(f"{_TERMS}created") or "").strip()[:40]
        return title, (("created", made),) if made else ()

"""A piece of another format inside a document (Word's altChunk). In: its name and bytes. Out: `Loaded`."""

from __future__ import annotations

from index.errors import ArticleError
from index.files.decode import decode
from index.files.loaded import Loaded
from index.settings import Settings


def read_chunk(name: str, data: bytes) -> Loaded:
    """HTML, a saved page, plain text or a Word file. Raises ArticleError for other formats."""
    lower = name.lower()
    settings = Settings()
    if data.startswith(b"PK\x03\x04"):
        from index.files.office.docx import load_docx

        return load_docx(data, settings)
    if data.startswith(b"{\\rtf"):
        raise ArticleError("RTF is not read.")
    if lower.endswith((".mht", ".mhtml")) or data[:2_000].lower().find(b"mime-version:") >= 0:
        from index.files.feeds.mail import load_mail

        return load_mail(data, "mhtml", settings)
    text = decode(data)[0]
    if "<" in text[:2_000]:
        from index.files.web.lines import read_fragment

        return read_fragment(text)
    return Loaded(text)

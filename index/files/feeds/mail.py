"""Saved pages (.mhtml) and mails (.eml): MIME files. In: bytes. Out: `Loaded`.

The page's own words and date count; the day it was saved does not. A mail is dated by its Date line.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal

from index.errors import ArticleError
from index.files.decode import decode
from index.files.loaded import Loaded
from index.settings import Settings
from index.types import Note

_MAX_PARTS = 2_000


def load_mail(data: bytes, kind: Literal["mhtml", "eml"], settings: Settings) -> Loaded:
    """The page of an .mhtml, or the text of a mail with its subject and day."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()][:_MAX_PARTS]
    except (ValueError, LookupError, RecursionError, AttributeError, IndexError, TypeError) as error:
        raise ArticleError(f"the {kind} file is broken ({type(error).__name__}: {error}).") from error
    assert isinstance(message, EmailMessage)
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    plain = [part for part in parts if part.get_content_type() == "text/plain" and not part.get_filename()]
    chosen = (pages or plain)[:1] if kind == "mhtml" else (plain if _words(plain) else pages)[:1]
    if not chosen:
        raise ArticleError(f"the {kind} file holds neither a page nor plain text.")
    text = _text(chosen[0])
    found = _read(text, chosen[0] in pages, settings)
    meta = list(found.meta)
    where = _header(message, "Snapshot-Content-Location") or _header(chosen[0], "Content-Location")
    if where.startswith("http"):
        meta.append(("url", where[:500]))
    title = found.title
    if kind == "eml":
        meta.append(("date", _header(message, "Date")[:100]))
        title = _header(message, "Subject") or title
    notes = list(found.notes)
    attached = sum(1 for part in parts if part.get_content_disposition() == "attachment")
    if attached:
        notes.append(
            Note(f"{attached} attachment{'s' * (attached > 1)} of the mail not read; save them into the folder.")
        )
    return Loaded(found.text, title, tuple(meta), found.marks, found.tables, tuple(notes))


def _read(text: str, page: bool, settings: Settings) -> Loaded:
    if not page:
        return Loaded(text)
    from index.files.web.html import load_html

    if len(text) > settings.max_html_bytes:
        raise ArticleError(f"the page is larger than the limit of {settings.max_html_bytes:,} characters of HTML.")
    return load_html(text)


def _words(parts: list[EmailMessage]) -> bool:
    return any(len(_text(part).strip()) >= 20 for part in parts[:1])


def _text(part: EmailMessage) -> str:
    """A part's text: the charset it names, or what its bytes look like when that is wrong."""
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)[0] if data.strip() else ""


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):  # malformed headers
        return ""

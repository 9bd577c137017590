"""A PDF's text layer → plain lines. In: bytes. Out: `Loaded`. Encrypted, broken or endless files raise ArticleError."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from typing import TYPE_CHECKING

from index.errors import ArticleError
from index.files.loaded import Loaded

if TYPE_CHECKING:
    from index.settings import Settings

MAX_PAGES = 2_000
_PAGE_NUMBER = re.compile(
    r"\s{0,40}(?:[-–—·.]{0,4}\s{0,4}\d{1,4}\s{0,4}[-–—·.]{0,4}|第\s?\d{1,4}\s?页.{0,12}"
    r"|(?:Page\s)?\d{1,4}\s?(?:/|of)\s?\d{1,4})\s{0,40}"
)
_DIGITS = re.compile(r"\d+")


def load_pdf(data: bytes, settings: Settings) -> Loaded:
    """The pages' text, running heads and page numbers dropped. The text is capped at `settings.max_file_bytes`."""
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise ArticleError("reading PDF files needs pypdf; install it with: pip install 'wenyu[pdf]'.") from error
    # pypdf reports every oddity of a file to its logger; what matters comes back as an exception.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError("the PDF is encrypted with a password.")
        if len(reader.pages) > MAX_PAGES:
            raise ArticleError(f"the PDF has {len(reader.pages)} pages; at most {MAX_PAGES} are read.")
        pages, total = [], 0
        for page in reader.pages:
            text = page.extract_text() or ""
            total += len(text)
            if total > settings.max_file_bytes:
                raise ArticleError(f"the PDF unfolds to more than {settings.max_file_bytes:,} characters.")
            pages.append(text.replace("\r\n", "\n").replace("\r", "\n"))
        title = str((reader.metadata or {}).get("/Title") or "").strip()
    except ArticleError:
        raise
    except ImportError as error:
        raise ArticleError("the PDF is encrypted in a way that needs another package (cryptography).") from error
    except (PyPdfError, RecursionError, MemoryError, OSError, Exception) as error:
        raise ArticleError(f"the PDF is broken ({type(error).__name__}: {str(error)[:120]}).") from error
    return Loaded("\n".join(_without_running_heads(pages)), _plausible(title))


def _without_running_heads(pages: list[str]) -> list[str]:
    """Drop page numbers, and first and last lines that repeat (but for numbers) on most of at least three pages."""
    split = [page.split("\n") for page in pages]
    edges: Counter[str] = Counter()
    for lines in split:
        filled = [line.strip() for line in lines if line.strip()]
        edges.update({_DIGITS.sub("#", line) for line in (*filled[:2], *filled[-2:]) if len(line) <= 80})
    repeated = {line for line, count in edges.items() if len(pages) >= 3 and count > len(pages) * 0.6}
    out = []
    for lines in split:
        places = [n for n, line in enumerate(lines) if line.strip()]
        outer = {*places[:2], *places[-2:]}
        kept = [
            line
            for n, line in enumerate(lines)
            if not (n in outer and (_DIGITS.sub("#", line.strip()) in repeated or _PAGE_NUMBER.fullmatch(line)))
        ]
        out.append("\n".join(kept))
    return out


def _plausible(title: str) -> str:
    """A PDF's title field often holds the name of the program's file; such are not titles."""
    lower = title.lower()
    if not title or len(title) > 200 or lower.startswith(("microsoft word", "untitled", "无标题")):
        return ""
    return "" if re.search(r"\.(?:docx?|pdf|wps|indd|pptx?|xlsx?|txt|fit|ps)$", lower) else title

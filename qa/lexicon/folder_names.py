"""The names of a folder's own: people, companies, programmes that no general glossary has, in both languages.

In: an articles folder. Out: the entries of its `names.tsv`, which win over the bundled glossary for questions asked of
that folder. The file is a table parted by tabs; its first line names the columns: `zh` and `en`, and where wanted
`aliases` and `kind`. Lines that begin with "#" are remarks.
"""

from __future__ import annotations

from pathlib import Path

from index.errors import ArticleError
from index.settings import NAMES_FILE
from index.text import parts
from qa.lexicon.glossary import Entry

KINDS = ("org", "person", "office", "policy", "sector", "indicator", "event", "word")
_MAX_BYTES, _MAX_FORM = 5_000_000, 120
_DEFAULT_KIND = "org"


def read_names(folder: Path) -> tuple[Entry, ...]:
    """The entries of the folder's `names.tsv`; none when it has no such file.

    Raises ArticleError, with the line and what to do, when the file cannot be read as such a table.
    """
    path = folder / NAMES_FILE
    if path.is_symlink() or not path.is_file() or not path.stat().st_size:
        return ()
    from index.files import decode, read_bytes  # only where there is such a file

    try:
        text, _ = decode(read_bytes(path, _MAX_BYTES))
    except ArticleError as error:
        raise ArticleError(f"the names in {path} cannot be read: {error} Mend the file or remove it.") from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    columns = [name.strip().lower() for name in lines[0][1].split("\t")]
    if not {"zh", "en"} <= set(columns):
        raise ArticleError(
            f"{path}, line {lines[0][0]}: it must name the columns zh and en (and aliases, kind), parted by tabs; "
            "mend it, or give the file another name if it is an article."
        )
    rows = ((n, dict(zip(columns, line.split("\t"), strict=False))) for n, line in lines[1:])
    return tuple(_entry(row, f"{path}, line {n}") for n, row in rows)


def _entry(row: dict[str, str], where: str) -> Entry:
    row = {name: cell.strip() for name, cell in row.items()}
    zh, en = (*parts(row.get("zh", "")), *parts(row.get("aliases", ""))), parts(row.get("en", ""))
    kind = row.get("kind") or _DEFAULT_KIND
    if not zh or not en:
        raise ArticleError(f"{where}: a name needs both its Chinese and its English; fill in zh and en.")
    if kind not in KINDS:
        raise ArticleError(f"{where}: the kind {kind[:40]!r} is not one of {', '.join(KINDS)}.")
    if max(map(len, (*zh, *en))) > _MAX_FORM:
        raise ArticleError(f"{where}: a name may have {_MAX_FORM} characters; shorten it.")
    return Entry(zh, en, kind, "folder")

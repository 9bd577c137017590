"""The error tree. Every message says what, where, and what to do next.

WenYuError
├── ArticleError          one file could not be read as an article (skipped and listed, never fatal to a build)
├── ModelError            an encoder or reranker could not be found, loaded or used
├── IndexFolderError      the index folder
│   ├── IndexMissing      there is none
│   ├── IndexDamaged      a part is missing, cut short or changed
│   ├── IndexOutdated     written by another format, model or segmenter
│   └── IndexLocked       another build holds it
├── QuestionError         a question or a search option cannot be used as it is
└── SettingsError         a setting has a wrong name, type or range
"""

from __future__ import annotations


class WenYuError(Exception):
    """Base of all errors a user can mend. The message is one sentence for people."""


class ArticleError(WenYuError):
    """A file cannot be read as an article; the message is the reason shown in the list of skipped files.

    `needs` names a module whose absence is the reason, "" for all others: once it is there the file is tried again.
    """

    def __init__(self, message: str, needs: str = "") -> None:
        super().__init__(message)
        self.needs = needs


class ModelError(WenYuError):
    """A model cannot be found, loaded or used."""


class IndexFolderError(WenYuError):
    """Something about the index folder."""


class IndexMissing(IndexFolderError):
    """The folder holds no index."""


class IndexDamaged(IndexFolderError):
    """A part of the index is missing, cut short or changed."""


class IndexOutdated(IndexFolderError):
    """The index was written by another format, model or segmenter."""


class IndexLocked(IndexFolderError):
    """Another process is building this index."""


class QuestionError(WenYuError):
    """A question or a search option cannot be used as it is."""


class SettingsError(WenYuError):
    """A setting has a wrong name, type or range."""

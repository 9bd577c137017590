"""How much of a question one sentence of a passage says; the share of a whole passage cannot tell that.

In: a question and the few passages that are best so far. Out: for each the soft share of its best sentence, in [0, 1].
A passage of several sentences says most words of a vague question somewhere; the one that answers it tends to say them
in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embed import TokenTable
from index.text import fold
from index.types import Passage

_REMEMBERED = 4096  # passages whose tokens are remembered: about 4 MB


class SentenceReader:
    """Reads passages of one index. Threads may share it: what it remembers is only ever added."""

    def __init__(self, passages: Sequence[Passage], table: TokenTable) -> None:
        self._passages, self._table = passages, table
        self._known: dict[int, list[list[int]]] = {}

    def shares(self, question: str, ids: Sequence[int]) -> NDArray[np.float32]:
        """What the best sentence of each passage says of the question (`TokenTable.match_score`), (ids,)."""
        (asked,) = self._table.token_ids([fold(question)])
        sentences = [self._tokens(passage) for passage in ids]
        shares = self._table.match_score_ids(asked, [sentence for some in sentences for sentence in some])
        best = np.zeros(len(ids), dtype=np.float32)
        np.maximum.at(best, np.repeat(np.arange(len(ids)), [len(some) for some in sentences]), shares)
        return best

    def _tokens(self, passage: int) -> list[list[int]]:
        """The token ids of each sentence."""
        known = self._known
        if len(known) >= _REMEMBERED:
            known = self._known = {}
        if passage not in known:
            # One by one: for so short texts the tokenizer's threads cost more than they save.
            clauses = _sentences(self._passages[passage])
            known[passage] = [row for clause in clauses for row in self._table.token_ids([clause])]
        return known[passage]


def _sentences(passage: Passage) -> list[str]:
    """The passage's sentences, and what stands in front of it (title, heading), folded; their clauses apart."""
    spans = (passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences)
    return fold("\n".join((passage.context, *spans))).replace(";", "\n").split("\n")

"""How much of a question one sentence of a passage says; the share of a whole passage cannot tell that.

In: a question and the few passages that are best so far. Out: for each the soft share of its best sentence, in [0, 1].
A passage of several sentences says most words of a vague question somewhere; the one that answers it tends to say them
in one sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.fold import fold
from index.table import TokenTable
from index.types import Passage


def sentence_shares(question: str, passages: Sequence[Passage], table: TokenTable) -> NDArray[np.float32]:
    """What each passage's best sentence says of the question (`TokenTable.match_score`), (passages,)."""
    sentences = [_sentences(passage) for passage in passages]
    shares = table.match_score(fold(question), [sentence for some in sentences for sentence in some])
    best = np.zeros(len(passages), dtype=np.float32)
    np.maximum.at(best, np.repeat(np.arange(len(passages)), [len(some) for some in sentences]), shares)
    return best


def _sentences(passage: Passage) -> list[str]:
    """The passage's sentences, and what stands in front of it (title, heading), folded; their clauses apart."""
    spans = (passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences)
    return [clause for text in (passage.context, *spans) for clause in fold(text).split(";")]

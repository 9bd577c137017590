"""What each sentence holds of the question: terms, place, time, figures with their fits; and what no sentence holds.

In: a `Question` and the hits. Out: `Material`, from which every way of answering works, and named features.
"""

from __future__ import annotations

from qa.evidence.clauses import clause_asked, of_clause
from qa.evidence.coverage import SENTENCE, SOFT_FLOOR, Evidence, Scored, Sentence, sentences_of, strength
from qa.evidence.features import features_of, features_of_question
from qa.evidence.figure_fits import COMMON_UNITS, FITS, clause_of
from qa.evidence.figures import Fitted, fitted_figures, worded
from qa.evidence.gates import ABSENT, missing_places, missing_terms, missing_times, of_governments
from qa.evidence.material import (
    LEAD_ALONE,
    WINDOW,
    Material,
    cite_sentence,
    leads_alone,
    local_coverage,
    proof,
    says,
    widened,
)
from qa.evidence.rank import says_why
from qa.evidence.scope import OTHER_PLACE, overlaps, place_of_sentence, time_of_sentence, times_told

__all__ = [
    "ABSENT",
    "COMMON_UNITS",
    "FITS",
    "LEAD_ALONE",
    "OTHER_PLACE",
    "SENTENCE",
    "SOFT_FLOOR",
    "WINDOW",
    "Evidence",
    "Fitted",
    "Material",
    "Scored",
    "Sentence",
    "cite_sentence",
    "clause_asked",
    "clause_of",
    "features_of",
    "features_of_question",
    "fitted_figures",
    "leads_alone",
    "local_coverage",
    "missing_places",
    "missing_terms",
    "missing_times",
    "of_clause",
    "of_governments",
    "overlaps",
    "place_of_sentence",
    "proof",
    "says",
    "says_why",
    "sentences_of",
    "strength",
    "time_of_sentence",
    "times_told",
    "widened",
    "worded",
]

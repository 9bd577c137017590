"""Ways of answering, one a file or folder: each proposes candidates, none decides.

In: `Material`. Out: `collect(material)`, the candidates of all ways with their features, refusing nothing; what the
articles lack is told beside it by `Material.lacking_terms`, `lacking_places` and `lacking_times`. Adding a way is
adding a file with a `Way` and naming it in `WAYS`.

Features are named and lie in [0, 1]. Every candidate that rests on a sentence has those of `qa.evidence.features`;
every candidate has `kind` (1 when the way is for this kind of question) and the features of the question; what a way
knows besides (`fit`, its own score, above all) is told at its class.
"""

from __future__ import annotations

from qa.answers.body import BodyNames
from qa.answers.credits import Credits
from qa.answers.date import Dates
from qa.answers.figure.leading_sentence import LeadingFigures
from qa.answers.figure.way import KINDS as FIGURE_KINDS
from qa.answers.figure.way import Figures
from qa.answers.list.answer import Lists
from qa.answers.person.answer import Persons, asks_interview
from qa.answers.person.fits import lacks_deed, lacks_person
from qa.answers.person.office import Offices
from qa.answers.person.people_asked import with_names
from qa.answers.person.several import SeveralPeople
from qa.answers.person.speaker import Speakers
from qa.answers.place.answer import PlaceNames, PlaceRows, lacks_place
from qa.answers.registry import WAYS, best_of_each, collect
from qa.answers.sentence import Sentences
from qa.answers.span import READ, figure_candidates, read_hits, span_candidates
from qa.answers.way import Way
from qa.answers.yesno.answer import Verdicts

__all__ = [
    "FIGURE_KINDS",
    "READ",
    "WAYS",
    "BodyNames",
    "Credits",
    "Dates",
    "Figures",
    "LeadingFigures",
    "Lists",
    "Offices",
    "Persons",
    "PlaceNames",
    "PlaceRows",
    "Sentences",
    "SeveralPeople",
    "Speakers",
    "Verdicts",
    "Way",
    "asks_interview",
    "best_of_each",
    "collect",
    "figure_candidates",
    "lacks_deed",
    "lacks_person",
    "lacks_place",
    "read_hits",
    "span_candidates",
    "with_names",
]

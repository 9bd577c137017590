"""Questions asked of articles that cannot answer them.

    python -m eval.questions.crossed --articles DIR [--questions FILE] [--show 20] [--json]

The questions of one set, asked of another folder's articles: nearly every one is due a refusal. It measures how
often the program finds "an answer" where there is none, on questions as people put them. A question that the other
folder happens to answer counts as a false answer all the same, so the share is a lower bound.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.questions.format import Gold, load_questions
from index.errors import WenYuError
from index.settings import Settings
from qa.respond import Assistant
from qa.types import NOT_FOUND, Answer

_BUNDLED = Path(__file__).parents[1] / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Crossed:
    """How many questions were asked and refused, and those that were answered with what was said."""

    asked: int
    refused: int
    answered: tuple[tuple[str, str], ...]

    @property
    def share(self) -> float:
        """Refused of asked, in [0, 1]; 1 when nothing was asked."""
        return self.refused / self.asked if self.asked else 1.0


def cross(assistant: Assistant, golds: Sequence[Gold]) -> Crossed:
    """Ask every question that stands alone; the articles behind `assistant` are not those the set is about."""
    asked, answered = 0, []
    for gold in golds:
        if gold.history:
            continue
        asked += 1
        answer: Answer = assistant.ask(gold.question)
        if answer.status != NOT_FOUND:
            answered.append((gold.question, answer.text.splitlines()[0]))
    return Crossed(asked, asked - len(answered), tuple(answered))


def run(articles: Path, questions: Path) -> Crossed:
    """The same, over an index of `articles` made in a scratch folder. Raises WenYuError."""
    from index.build import build_index
    from qa.retrieve import Retriever

    with tempfile.TemporaryDirectory(prefix="wenyu-crossed-") as folder:
        build_index(articles, Path(folder), settings=Settings())
        return cross(Assistant(Retriever.open(Path(folder), build=False)), load_questions(questions))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the share of refusals. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m eval.questions.crossed", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, required=True, help="a folder of articles the questions are not about")
    parser.add_argument("--questions", type=Path, default=_BUNDLED, help="a question set (default: the bundled one)")
    parser.add_argument("--show", type=int, default=20, help="how many answered questions to print (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args(argv)
    try:
        found = run(args.articles, args.questions)
    except WenYuError as error:
        print(error, file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps({"asked": found.asked, "refused": found.refused, "share": round(found.share, 4)}))
        return 0
    print(f"asked {found.asked}, refused {found.refused} ({found.share:.3f})")
    for question, text in found.answered[: args.show]:
        print(f"  {question}\n    {text[:160]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

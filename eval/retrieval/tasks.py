"""The retrieval tasks: folders of articles and questions whose file is known.

In: the unpacked data folder (`shared/data/README.md`), or the project's own questions. Out: `Task`s. Half of each
public task (`dev`) may be used to choose weights, the other half (`test`) is only measured.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.text import fold, read_rows, segment
from index.training.evaluation import ENGLISH_QUESTIONS, read_pairs
from index.training.reader.data.articles import Article, choose, load_articles
from index.training.reader.data.public import load_public
from index.training.reading import is_test_passage, load_reading

_NEWS_ARTICLES, _NEWS_QUESTIONS, _READING_QUESTIONS = 3424, 1200, 1600
_FREE_QUESTIONS = 600
_VAGUE_WORDS = 3
_FRAGMENT_WORDS, _FRAGMENT_CHARACTERS, _WINDOW = 7, 12, 4
_SENTENCE = re.compile(r"[^。！？\n]{20,80}[。！？\n]")
_ENDINGS = ("是什么？", "有多少？", "情况如何？", "？")

NEWS_QUESTIONS = Path(__file__).with_name("news_questions.tsv")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the number of the article that answers it."""

    question: str
    article: int


@dataclass(frozen=True, slots=True)
class Task:
    """`articles` are texts (file i is article i); `languages` is question → article, "en-zh"."""

    name: str
    languages: str
    articles: tuple[str, ...]
    asked: tuple[Asked, ...]

    def part(self, part: str) -> Task:
        """The questions of one half: "dev" or "test"; the articles stay all."""
        first = {"dev": 0, "test": 1}[part]
        return replace(self, asked=self.asked[first::2])


def load_tasks(data: Path, *, seed: int = 1) -> tuple[Task, ...]:
    """All tasks for which `data` holds the files, the same ones for the same seed."""
    tasks: list[Task] = []
    for name, file in (("flores", "flores_devtest/en_zh.tsv"), ("wmt24", "bitext_heldout/wmt24_general.tsv")):
        if (data / file).is_file():
            tasks += _fragment_tasks(name, read_pairs(data / file))
    if (data / "cmrc2018").is_dir() and (data / "drcd").is_dir():
        tasks += _reading_tasks(data, random.Random(seed))
    if (data / "cmrc2018").is_dir() and (data / "reading_free").is_dir():
        tasks += _free_tasks("reading free", load_public(data, test=True), "free", random.Random(seed))
        tasks += _free_tasks("reading made up", choose(load_articles(), "test"), "", random.Random(seed))
    news = data / "zh_text" / "xwlb_news.jsonl"
    if news.is_file():
        tasks += _news_tasks(_read_news(news), random.Random(seed))
        tasks += _asked_tasks(_read_news(news), random.Random(seed))
        if (data / "cmrc2018").is_dir() and (data / "drcd").is_dir():
            tasks += _article_tasks(data, _read_news(news), random.Random(seed))
    return tuple(tasks + _beside(tasks))


def _beside(tasks: Sequence[Task]) -> list[Task]:
    """The reading tasks again, in one folder with English articles about other things, which must not get ahead."""
    english = tuple(text for task in tasks if task.languages == "zh-en" for text in task.articles)
    reading = [task for task in tasks if task.name == "reading"]
    return [replace(task, name="reading mixed", articles=task.articles + english) for task in reading if english]


def _fragment_tasks(name: str, pairs: Sequence[tuple[str, str]]) -> list[Task]:
    """Words out of the middle of a sentence; the article is a window of four sentences holding it, in each language.

    In the mixed task half of the windows are there in Chinese only, the others in English only.
    """
    windows = [pairs[i : i + _WINDOW] for i in range(0, len(pairs), _WINDOW)]
    english = tuple(" ".join(e for e, _ in window) for window in windows)
    chinese = tuple("".join(c for _, c in window) for window in windows)
    mixed = tuple(e if i % 2 else c for i, (e, c) in enumerate(zip(english, chinese, strict=True)))
    from_english = tuple(
        Asked(_middle(e.split(), " ", _FRAGMENT_WORDS), i // _WINDOW) for i, (e, _) in enumerate(pairs)
    )
    from_chinese = tuple(Asked(_middle(c, "", _FRAGMENT_CHARACTERS), i // _WINDOW) for i, (_, c) in enumerate(pairs))
    return [
        Task(name, "en-zh", chinese, from_english),
        Task(name, "zh-en", english, from_chinese),
        Task(f"{name} mixed", "en-any", mixed, from_english),
        Task(f"{name} mixed", "zh-any", mixed, from_chinese),
    ]


def _middle(parts: Sequence[str], between: str, count: int) -> str:
    start = max(0, (len(parts) - count) // 2)
    return between.join(parts[start : start + count])


def _reading_tasks(data: Path, chance: random.Random) -> list[Task]:
    """Questions on the passages that no model was trained on, Chinese, and English ones written for 137 of them."""
    english = {row[0]: row[1] for row in read_rows(ENGLISH_QUESTIONS) if len(row) > 1}
    articles: dict[str, int] = {}
    chinese: list[Asked] = []
    translated: list[Asked] = []
    for passage in load_reading(data):
        if is_test_passage(passage.text):
            article = articles.setdefault(passage.text, len(articles))
            chinese += [Asked(question, article) for _, question in passage.questions]
            if passage.source == "drcd":
                translated += [Asked(english[key], article) for key, _ in passage.questions if key in english]
    chance.shuffle(chinese)
    texts = tuple(articles)
    return [
        Task("reading", "zh-zh", texts, tuple(chinese[:_READING_QUESTIONS])),
        Task("reading", "en-zh", texts, tuple(translated)),
    ]


def _free_tasks(name: str, articles: Sequence[Article], kind: str, chance: random.Random) -> list[Task]:
    """Questions as people type them, in both languages, each about one of the articles."""
    asked: dict[str, list[Asked]] = {"zh": [], "en": []}
    for i, article in enumerate(articles):
        for question in article.questions:
            if question.spans and kind in ("", question.kind):
                asked[question.language].append(Asked(question.text, i))
    texts = tuple(f"{article.title}\n\n{article.text}" if article.date else article.text for article in articles)
    for questions in asked.values():
        chance.shuffle(questions)
    return [Task(name, f"{of}-zh", texts, tuple(rows[:_FREE_QUESTIONS])) for of, rows in asked.items() if rows]


def _read_news(file: Path) -> list[dict[str, str]]:
    """The news items that are articles of their own, each text once."""
    with file.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    items = [item for item in items if "快讯" not in item["title"] and len(item["text"]) > 80]
    return list({item["text"]: item for item in items}.values())


def _asked_tasks(items: Sequence[dict[str, str]], chance: random.Random) -> list[Task]:
    """Questions as people ask them, often vague, on some of the articles."""
    rows = read_rows(NEWS_QUESTIONS)[1:]
    digests = {hashlib.sha256(item["text"].encode()).hexdigest()[:12]: item["text"] for item in items}
    texts = list(dict.fromkeys(digests[digest] for digest, _ in rows if digest in digests))
    others = sorted({item["text"] for item in items} - {*texts})
    texts += chance.sample(others, min(len(others), _NEWS_ARTICLES - len(texts)))
    places = {text: i for i, text in enumerate(texts)}
    asked = tuple(Asked(question, places[digests[digest]]) for digest, question in rows if digest in digests)
    return [Task("news asked", "zh-zh", tuple(texts), asked)] if asked else []


def _article_tasks(data: Path, items: Sequence[dict[str, str]], chance: random.Random) -> list[Task]:
    """The reading questions on whole articles among news, and again without their rarest word."""
    passages = load_reading(data)
    titles = {passage: (passage.source, passage.title or passage.text) for passage in passages}
    numbers = {title: i for i, title in enumerate(dict.fromkeys(titles.values()))}
    whole: list[dict[str, None]] = [{} for _ in numbers]
    asked: list[Asked] = []
    for passage, title in titles.items():
        whole[numbers[title]][passage.text] = None
        if is_test_passage(passage.text):
            asked += [Asked(q, numbers[title]) for _, q in passage.questions if sum(map(str.isalnum, q)) > 3]
    texts = ["\n".join(paragraphs) for paragraphs in whole]
    texts += [item["text"] for item in chance.sample(items, min(len(items), max(0, _NEWS_ARTICLES - len(texts))))]
    asked = chance.sample(asked, min(len(asked), _NEWS_QUESTIONS))
    found = Counter(word for text in texts for word in set(segment.cut(fold(text))))
    vague = [Asked(question, a.article) for a in asked if (question := _vague(a.question, found))]
    return [
        Task("articles", "zh-zh", tuple(texts), tuple(asked)),
        Task("articles vague", "zh-zh", tuple(texts), tuple(vague)),
    ]


def _vague(question: str, found: Counter[str]) -> str:
    """The question without the word that stands in the fewest articles, "" for one of few words."""
    words = list(segment.cut(fold(question)))
    telling = [i for i, word in enumerate(words) if word.isalnum() and len(word) > 1]
    if len(telling) < _VAGUE_WORDS:
        return ""
    rarest = min(telling, key=lambda i: found[words[i]])
    return "".join(word for i, word in enumerate(words) if i != rarest)


def _news_tasks(items: list[dict[str, str]], chance: random.Random) -> list[Task]:
    """Articles without their titles; asked for by the title, by some words of one sentence, and by some of both."""
    chance.shuffle(items)
    items = items[:_NEWS_ARTICLES]
    texts = tuple(str(item["text"]) for item in items)
    titles = [Asked(str(item["title"]), i) for i, item in enumerate(items) if len(item["title"]) >= 10]
    worded = [Asked(question, i) for i, text in enumerate(texts) if (question := _reword(text, chance))]
    both = [Asked(q, i) for i, item in enumerate(items) if (q := _reword(texts[i], chance, str(item["title"])))]
    named = (("news titles", titles), ("news words", worded), ("news both", both))
    return [Task(name, "zh-zh", texts, tuple(asked[:_NEWS_QUESTIONS])) for name, asked in named]


def _reword(text: str, chance: random.Random, title: str = "") -> str:
    """Some words of the title, four in ten of those of a sentence, and a question's ending; "" without sentences."""
    sentences = _SENTENCE.findall(text)
    if not sentences:
        return ""
    subject = _some_words(title, chance) + "，" if title else ""
    return subject + _some_words(chance.choice(sentences), chance) + chance.choice(_ENDINGS)


def _some_words(text: str, chance: random.Random) -> str:
    words = [word for word in segment.cut(fold(text)) if word.isalnum()]
    kept = sorted(chance.sample(range(len(words)), min(len(words), max(3, len(words) * 2 // 5))))
    return "".join(words[i] for i in kept)


def load_own(questions: Path, articles: Path) -> tuple[Task, ...]:
    """The project's own questions that have an answer, by language; the article is that of the first evidence."""
    names = sorted(path.name for path in articles.iterdir() if path.suffix == ".txt")
    texts = tuple((articles / name).read_text(encoding="utf-8") for name in names)
    asked: dict[str, list[Asked]] = {"zh": [], "en": []}
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sources = _evidence(row.get("evidence", ()))
        if sources and not row.get("history") and sources[0] in names:
            asked[row["language"]].append(Asked(row["question"], names.index(sources[0])))
    return tuple(Task("own", f"{language}-zh", texts, tuple(rows)) for language, rows in asked.items() if rows)


def _evidence(rows: Iterable[dict[str, str]]) -> list[str]:
    return [row["source"] for row in rows]

"""Articles, their parts, and the compact form."""

from __future__ import annotations

from index.training.reader.data.articles import choose, load_articles, part_of, read_article, verdict_of
from index.training.reader.data.compact import read_compact

TEXT = """@ 2024-03-28 | 岳阳公报
去年出生2.7万人，死亡4.3万人。
湘阴县增长4.4%，汨罗增长4.4%。
---
zh | number | 去年生了多少娃 | 2.7万人 | 2.7万人
en | number | How fast did Miluo grow? | 4.4%@@汨罗增长4.4% | 4.4%
zh | none | 2022年生了多少娃 | | 没有说 | year
en | yesno | Did more people die than were born? | 4.3万人 ;; 2.7万人 | Yes | yes
zh | number | 坏的 | 不在文中 | x
"""


def test_the_compact_form_gives_places_and_tells_faults() -> None:
    rows, faults = read_compact(TEXT, "T1")
    assert len(faults) == 1
    assert "不在文中" in faults[0]
    article = read_article(rows[0], "T1")
    assert (article.id, article.date, article.context) == ("T1-01", "2024-03-28", "岳阳公报 2024-03-28")
    first, second, third, fourth = article.questions
    assert article.text[slice(*first.spans[0])] == "2.7万人"
    assert second.spans[0][0] == article.text.rfind("4.4%")
    assert (third.spans, third.missing) == ((), "year")
    assert (fourth.verdict, len(fourth.spans)) == ("yes", 2)


def test_every_span_of_our_articles_stands_in_its_text() -> None:
    articles = load_articles()
    assert len({article.id for article in articles}) == len(articles)
    for article in articles:
        for question in article.questions:
            assert all(0 <= start < end <= len(article.text) for start, end in question.spans)
            assert bool(question.spans) == (question.kind != "none")


def test_parts_are_disjoint_and_stay() -> None:
    articles = load_articles()
    train, dev, test = (choose(articles, part) for part in ("train", "dev", "test"))
    assert len(train) + len(dev) + len(test) == len(articles)
    assert len(dev) > 0.05 * len(articles)
    assert len(test) > 0.05 * len(articles)
    assert part_of("W1-01") == part_of("W1-01")


def test_verdicts() -> None:
    assert verdict_of("No, it fell.") == "no"
    assert verdict_of("是的，快2.4个百分点") == "yes"
    assert verdict_of("65岁以上免费") == ""

"""Places that are answers: of the sort asked for, the finer one first; and claims about made-up places and brands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from qa.respond.assistant import Assistant

_TEXTS = {
    "green.txt": """三代人守住一片绿
2024年5月6日
在甘肃石棱子林场，三代治沙人累计治沙造林近40万亩。在山东沾化，30万亩冬枣进入采摘季。陕西玉华国际滑雪场迎来10万名游客，比上年增加两成。
在德国不来梅的一座4万平方米海外仓里，工人们正忙着分拣包裹。全球最大的深远海养殖工船在山东青岛交付使用。
津巴布韦和赤道几内亚宣布对中国游客实行免签政策。肯尼亚总统会见了中方代表团。南非总统出席了开幕式。
受台风影响，福建霞浦三沙镇的渔船全部回港避风。海南洋浦港新增三条国际航线。
海河边的古文化街被誉为“津门故里”。兰州成为首个开通该班列的省会城市。
""",
    "trade.txt": """青岩市外贸稳中有进
2024年2月20日
2023年，青岩市进出口总值达到3000亿元，其中出口1800亿元，进口1200亿元。青岩市地区生产总值增长6.1%，比全国平均水平高0.9个百分点。
青岩市规上工业增加值增长3.9%，低于全国平均水平0.7个百分点。2024年，青岩市地区生产总值增长目标为6%左右。
启明汽车首次成为全国新能源汽车月度销量冠军，云驰汽车排名第二。
事故造成核电站外墙受损，但反应堆没有受到破坏，冷却系统遭到严重损坏。
青岩大桥正加快建设，建成后将缩短两岸通行时间。青岩北站已于2023年12月建成投用。
水利部门调度水库减少下泄流量。会议没有通过这项决议。星河电子以每年900万只的销量，占全球点火器市场的20%。
""",
    "city.txt": """重庆工业利润增长
2024年3月1日
2023年，重庆规上工业利润增长9%，高于全国平均水平4个百分点。涪陵区新建绿色工厂12家。
""",
}


@pytest.fixture(scope="module")
def news(over: Callable[[Mapping[str, str]], Assistant]) -> Assistant:
    return over(_TEXTS)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("哪里的30万亩冬枣可以采摘了？", "山东沾化"),
        ("三代人治沙造林的是哪个林场？", "甘肃石棱子林场"),
        ("哪个滑雪场迎来10万名游客？", "陕西玉华国际滑雪场"),
        ("4万平方米的海外仓在德国哪个城市？", "不来梅"),
        ("最大的深远海养殖工船在哪里交付？", "山东青岛"),
        ("哪个国家的总统出席了开幕式？", "南非"),
        ("哪个镇的渔船全部回港避风？", "三沙镇"),
        ("哪个港口新增三条国际航线？", "洋浦港"),
        ("哪个省会城市首个开通该班列？", "兰州"),
        ("“津门故里”指的是哪里？", "古文化街"),
        ("Which ski resort received 100,000 visitors?", "玉华国际滑雪场"),
        ("Which German city has the 40,000 square metre overseas warehouse?", "Bremen"),
        ("Where was the world's largest deep-sea aquaculture vessel delivered?", "Qingdao, Shandong"),
        ("Which African country's president attended the opening ceremony?", "South Africa"),
        ("Which port added three international routes?", "洋浦港"),
    ],
)
def test_the_place_of_the_sort_asked_for(news: Assistant, question: str, place: str) -> None:
    answer = news.ask(question)
    assert answer.status == "answered", answer.text
    assert place in answer.bold
    assert len(answer.bold) < len(place) + 22, answer.bold


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("哪两个国家对中国游客免签？", ("津巴布韦", "赤道几内亚")),
        ("Which African nations announced visa-free entry for Chinese tourists?", ("Zimbabwe", "Equatorial Guinea")),
    ],
)
def test_an_answer_of_two_countries(news: Assistant, question: str, places: tuple[str, ...]) -> None:
    answer = news.ask(question)
    assert answer.status == "answered", answer.text
    assert all(place in answer.bold for place in places)
    assert "肯尼亚" not in answer.text


@pytest.mark.parametrize(
    ("question", "bold"),
    [
        ("2023年青岩市出口高于进口吗？", "是"),
        ("2023年青岩市进口超过出口了吗？", "不是"),
        ("Did exports exceed imports in 2023?", "Yes"),
        ("2023年青岩市GDP增速有没有跑赢全国平均？", "是"),
        ("2023年青岩市GDP增速是不是低于全国平均水平？", "不是"),
        ("青岩市规上工业增加值增速快于全国平均吗？", "不是"),
        ("青岩市2024年GDP增长目标是否高于5%？", "是"),
        ("青岩市2024年GDP增长目标高于7%吗？", "不是"),
        ("启明汽车是不是拿下了月度销量第一？", "是"),
        ("云驰汽车是不是月度销量冠军？", "不是"),
        ("反应堆有没有遭到破坏？", "不是"),
        ("冷却系统有没有受到损坏？", "是"),
        ("Was the reactor damaged in the accident?", "No"),
        ("Has the cooling system been damaged in the accident?", "Yes"),
        ("青岩大桥已经建成了吗？", "不是"),
        ("青岩北站建成了吗？", "是"),
        ("水库是不是加大了下泄流量？", "不是"),
        ("会议有没有通过这项决议？", "不是"),
        ("Did the meeting pass the resolution?", "No"),
        ("星河电子占全球点火器市场的份额超过三分之一吗？", "不是"),
        ("星河电子占全球点火器市场的份额超过15%吗？", "是"),
    ],
)
def test_yes_or_no(news: Assistant, question: str, bold: str) -> None:
    answer = news.ask(question)
    assert (answer.status, answer.bold) == ("answered", bold), answer.text
    assert answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "2021年青岩市出口高于进口吗？",
        "青岩市教育支出高于全国平均吗？",
        "临海市GDP增速跑赢全国平均了吗？",
        "涪陵2023年规上工业利润增速跑赢全国平均了吗？",
        "Did Fuling's industrial profit growth beat the national average in 2023?",
        "哪个水库的渔船全部回港避风？",
    ],
)
def test_another_year_thing_or_place_is_not_confirmed(news: Assistant, question: str) -> None:
    assert news.ask(question).bold not in ("是", "Yes", "三沙镇")

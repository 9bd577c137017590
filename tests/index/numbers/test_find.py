from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.numbers.find import find_quantities
from index.types import Quantity


def _only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("整车产量达115万辆", "1150000", "辆", ""),
        ("总产值达2.6万亿元", "2600000000000", "元", ""),
        ("总产值突破2万亿元大关", "2000000000000", "元", "over"),
        ("增长10.7%", "10.7", "%", ""),
        ("增长６．５％左右", "6.5", "%", "about"),
        ("高于全国1.8个百分点", "1.8", "个百分点", ""),
        ("超六成", "60", "%", "over"),
        ("百分之五", "5", "%", ""),
        ("增长了10倍", "10", "倍", ""),
        ("实现翻番", "2", "倍", ""),
        ("1900余个", "1900", "个", "about"),
        ("7万余个", "70000", "个", "about"),
        ("6000多个", "6000", "个", "about"),
        ("近3.3万台", "33000", "台", "under"),
        ("不少于50家", "50", "家", "over"),
        ("300亿元以上", "30000000000", "元", "over"),
        ("40万元/人", "400000", "元/人", ""),
        ("3.6亿立方米", "360000000", "立方米", ""),
        ("5000万人次", "50000000", "人次", ""),
        ("一千二百亿元", "120000000000", "元", ""),
        ("兩千五百萬輛", "25000000", "辆", ""),
        ("三大工程", "3", "大", ""),
        ("1.15 million vehicles", "1150000", "辆", ""),
        ("RMB 2.6 trillion", "2600000000000", "元", ""),
        ("$1.5 billion", "1500000000", "美元", ""),
        ("€5bn", "5000000000", "欧元", ""),
        ("10.7 per cent", "10.7", "%", ""),
        ("2 percentage points", "2", "个百分点", ""),
        ("more than 1,140 high-tech enterprises", "1140", "家", "over"),
        ("nearly 60 percent", "60", "%", "under"),
        ("two hundred and five companies", "205", "家", ""),
        ("half a million cars", "500000", "辆", ""),
    ],
)
def test_value_unit_and_bound(text: str, value: str, unit: str, bound: str) -> None:
    quantity = _only(text)
    assert (quantity.value, quantity.unit, quantity.bound) == (Decimal(value), unit, bound)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5%-7%", "5", "7"),
        ("3至5家", "3", "5"),
        ("1000—2000辆", "1000", "2000"),
        ("七千到九千亿元", "700000000000", "900000000000"),
        ("八九亿元", "800000000", "900000000"),
        ("5-10万亩", "50000", "100000"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    quantity = _only(text)
    assert (quantity.value, quantity.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "“33618”", "“2349”现代制造业", "问界M9", "“1+6”方案", "“5+3+N”", "5G", "3D打印", "3.0版本", "500强", "5A级景区",
        "2024年", "20日晚9:30", "1月20日", "2024-01-20", "一个集群", "零部件", "千方百计", "四川", "党的二十大",
        "最后一公里", "两位数增长", "1类创新药", "COVID-19", "一二三产业", "百亿级", "2024",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_left_alone(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "value"), [("第7位", 7), ("全国第四", 4), ("前10名", 10), ("六届", 6), ("ranked 7th", 7), ("第三产业", 3)]
)
def test_ordinals_are_marked(text: str, value: int) -> None:
    quantity = _only(text)
    assert quantity.ordinal
    assert quantity.value == value


def test_the_last_unit_of_a_list_holds_for_all() -> None:
    found = find_quantities("分别高于全国平均3个、13.2个、5.7个百分点")
    assert [(str(q.value), q.unit) for q in found] == [("3", "个百分点"), ("13.2", "个百分点"), ("5.7", "个百分点")]


def test_minus_is_a_sign_and_a_dash_is_none() -> None:
    assert _only("为-2.5%").value == Decimal("-2.5")
    dashed = _only("2-5%")
    assert (dashed.value, dashed.high) == (2, 5)


def test_values_are_exact() -> None:
    assert _only("0.1亿元").value == Decimal(10_000_000)
    assert str(_only("33.58亿元").value) == "3358000000"


@given(
    st.integers(1, 10**7),
    st.sampled_from(["", "万", "亿", "万亿"]),
    st.sampled_from(["家", "元", "辆", "%", "个百分点"]),
)
def test_what_is_written_is_read(number: int, scale: str, unit: str) -> None:
    if 1000 <= number <= 2999 and not scale and unit == "年":
        return
    quantity = _only(f"达到{number}{scale}{unit}。")
    assert quantity.value == number * {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[scale]
    assert quantity.unit == unit


@given(st.text(alphabet="一二三千百万亿几余多个家元%％0123456789.,，-—至到第约超 abm$¥", max_size=60))
@settings(max_examples=200, deadline=None)
def test_quantities_are_slices_in_order(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert quantity.start >= end
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.high is None or quantity.high > quantity.value
        end = quantity.end


@pytest.mark.parametrize("unit", ["1", "一", "1,", "千", "1万", "5%、", "1-", "one ", "第", "1.", "十分之"])
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(repeats: int) -> float:
        best = 9.0
        for _ in range(3):
            begin = process_time()
            find_quantities(unit * repeats)
            best = min(best, process_time() - begin)
        return best

    small, large = seconds(2000), seconds(4000)
    assert large < 3.5 * small + 0.05


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("打造三千亿级新材料产业集群", "300000000000"),
        ("打造2000亿级产业集群", "200000000000"),
        ("迈向1.5万亿级规模的市场", "1500000000000"),
        ("建成千亿元级园区", "100000000000"),
    ],
)
def test_the_size_of_a_cluster_is_in_yuan(text: str, value: str) -> None:
    quantity = _only(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), "元")


@pytest.mark.parametrize("text", ["百亿级企业", "一批千百亿级产业集群", "亿级用户", "千亿级参数的模型"])
def test_a_class_of_firms_or_users_is_no_sum(text: str) -> None:
    assert all(quantity.unit != "元" for quantity in find_quantities(text))


def test_clusters_that_are_counted_are_counted() -> None:
    assert _only("建设两个万亿级产业集群").text == "两个"

"""Tables as grids: merged cells repeated, heads told from values, titles and units above the grid kept as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.files.tables.grid import Cell, lay_out, squeeze
from index.raw import RawTable


def grid(table: RawTable) -> list[list[str]]:
    return [[row.cells[p] if p >= 0 else "" for p in row.places] for row in table.rows]


def plain(*rows: str) -> list[list[Cell]]:
    return [[Cell(cell) for cell in row.split("|")] for row in rows]


def test_years_are_heads_and_numbers_are_values() -> None:
    laid = lay_out(plain("指标|2021年|2022年", "粮食产量（万吨）|35.6|36.1", "蔬菜产量（万吨）|90.2|92.7"))
    assert laid is not None
    assert (laid.table.header_rows, laid.table.header_columns) == (1, 1)
    bare = lay_out(plain("地区|2021|2022", "铜梁区|35.6|36.1", "大足区|43.9|45.2"))
    assert bare is not None
    assert (bare.table.header_rows, bare.table.header_columns) == (1, 1)


def test_merged_cells_stand_in_every_place_they_cover_and_once_in_the_line() -> None:
    rows = [
        [Cell("地区", row_span=2), Cell("粮食", column_span=2), Cell("蔬菜", column_span=2)],
        [Cell("产量"), Cell("面积"), Cell("产量"), Cell("面积")],
        [Cell("铜梁区"), Cell("36.5"), Cell("80"), Cell("95.3"), Cell("30")],
    ]
    laid = lay_out(rows)
    assert laid is not None
    assert grid(laid.table)[0] == ["地区", "粮食", "粮食", "蔬菜", "蔬菜"]
    assert grid(laid.table)[1] == ["地区", "产量", "面积", "产量", "面积"]
    assert laid.table.rows[0].cells == ("地区", "粮食", "蔬菜")
    assert (laid.table.header_rows, laid.table.header_columns) == (2, 1)


def test_a_group_of_rows_repeats_its_head_and_serial_numbers_are_no_values() -> None:
    rows = [
        [Cell("序号"), Cell("类别"), Cell("镇街"), Cell("产量")],
        [Cell("1"), Cell("粮食", row_span=2), Cell("安居镇"), Cell("2.1")],
        [Cell("2"), Cell("旧县街道"), Cell("1.8")],
    ]
    laid = lay_out(rows)
    assert laid is not None
    assert grid(laid.table)[2] == ["2", "粮食", "旧县街道", "1.8"]
    assert laid.table.header_columns == 3


def test_a_title_and_a_unit_over_the_grid_and_a_note_under_it_are_lines_of_their_own() -> None:
    rows = [
        [Cell("2023年主要农产品产量", column_span=3)],
        [Cell("单位：万吨", column_span=3)],
        [Cell("镇街"), Cell("粮食"), Cell("蔬菜")],
        [Cell("安居镇"), Cell("2.1"), Cell("5.6")],
        [Cell("注：数据为初步核算数。", column_span=3)],
    ]
    laid = lay_out(rows)
    assert laid is not None
    assert laid.before == ("2023年主要农产品产量", "单位：万吨")
    assert laid.after == ("注：数据为初步核算数。",)
    assert (len(laid.table.rows), laid.table.header_rows) == (2, 1)


def test_a_table_of_words_has_one_row_of_heads() -> None:
    laid = lay_out(plain("镇街|负责人|地点", "安居镇|张三|政府楼", "旧县街道|李四|服务中心"))
    assert laid is not None
    assert (laid.table.header_rows, laid.table.header_columns) == (1, 1)


def test_what_lays_out_a_page_is_no_table() -> None:
    assert lay_out(plain("只有一格")) is None
    assert lay_out(plain("一|", "二|")) is None
    assert lay_out([[Cell("长" * 400), Cell("短")], [Cell("段" * 300), Cell("短")]]) is None


@given(
    st.lists(
        st.lists(
            st.builds(Cell, st.text("粮食2023年.1 \n", max_size=6), st.integers(0, 4), st.integers(0, 5)), max_size=5
        ),
        max_size=8,
    )
)
def test_every_row_is_as_wide_and_every_word_is_in_a_line(rows: list[list[Cell]]) -> None:
    laid = lay_out(rows)
    if laid is None:
        return
    assert len({len(row.places) for row in laid.table.rows}) == 1
    lines = [*laid.before, *laid.after, *("\t".join(row.cells) for row in laid.table.rows)]
    for row in rows:
        for cell in row:
            words = squeeze(cell.text)
            assert any(words in line for line in lines)
    for row in laid.table.rows:
        assert all(-1 <= place < len(row.cells) for place in row.places)
        assert set(range(len(row.cells))) == {p for p in row.places if p >= 0}

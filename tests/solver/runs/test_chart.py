"""The chart of a tier: steps that fall and rise, ticks at round values, and the sentence that says the same."""

from __future__ import annotations

from solver.runs.chart import HEIGHT, Point, chart_of


def test_without_any_value_there_is_no_chart() -> None:
    assert chart_of([], "minutes") is None
    assert chart_of([Point(100, None, 5)], "minutes") is None


def test_only_better_values_and_higher_bounds_are_drawn() -> None:
    points = [Point(0, 100, 10), Point(1000, 120, 5), Point(2000, 80, 20)]
    chart = chart_of(points, "minutes")
    assert chart is not None
    assert [row[1:] for row in chart.rows] == [("100", "10"), ("80", "20")]
    assert chart.sentence == (
        "The best roster falls from 100 to 80 minutes. The proven bound rises from 10 to 20."
    )


def test_the_best_line_never_rises_and_stays_inside_the_picture() -> None:
    chart = chart_of([Point(n * 500, 1000 - n * 90, n * 50) for n in range(8)], "minutes")
    assert chart is not None
    heights = [float(part.split("H")[0]) for part in chart.best.split("V")[1:]]
    assert heights == sorted(heights)
    assert all(0 <= height <= HEIGHT for height in heights)


def test_ticks_are_round_numbers_between_the_extremes() -> None:
    chart = chart_of([Point(0, 38_200, 9_200), Point(4000, 18_240, 17_820)], "points")
    assert chart is not None
    assert [label.text for label in chart.lines] == ["20,000"]


def test_a_bound_below_zero_is_drawn_too() -> None:
    chart = chart_of([Point(0, 400, -860), Point(1000, 300, -500)], "points")
    assert chart is not None
    assert "-500" in chart.bound_label.text  # type: ignore[union-attr]


def test_labels_of_close_lines_do_not_cover_each_other() -> None:
    chart = chart_of([Point(0, 1000, 0), Point(1000, 501, 500)], "points")
    assert chart is not None
    assert chart.best_label is not None
    assert chart.bound_label is not None
    assert chart.bound_label.y - chart.best_label.y >= 14

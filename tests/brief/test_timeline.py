"""The timeline: labels that never collide, words for those who do not see it, the same bytes."""

import re
from datetime import timedelta
from itertools import combinations
from xml.etree import ElementTree

import pytest
from brief_dossier import NOW, SINCE, day, hostile, nearly_empty, normal, overfull
from hypothesis import given, settings
from hypothesis import strategies as st

from researchkit.brief.chart import CHALLENGE, INK, LAUNCH, MUTED, alternative, timeline, timeline_of
from researchkit.brief.charts import coverage_of, hiring_of, volume_of
from researchkit.brief.compose import brief
from researchkit.brief.labels import place, text_width
from researchkit.brief.page import Mark

LEFT, RIGHT, SIZE = 52.0, 515.0, 8.0


def drawn(page, width=515.0):
    return timeline(page.marks, since=page.since, now=page.now, width=width)


@given(st.lists(st.tuples(st.floats(60, 507), st.text("abcdefgh WMi", min_size=1, max_size=44)), max_size=9))
@settings(max_examples=60, deadline=None)
def test_labels_never_collide_nor_leave_the_frame(points):
    flags = [flag for flag in place(points, left=LEFT, right=RIGHT, size=SIZE) if flag.label]
    assert all(flag.left >= LEFT and flag.right <= RIGHT for flag in flags)
    for one, other in combinations(flags, 2):
        apart = one.right < other.left or other.right < one.left
        assert one.level != other.level or apart
        for stem, label in ((one, other), (other, one)):
            assert stem.level <= label.level or not label.left <= stem.x <= label.right


def test_a_flag_comes_back_for_every_point_in_order():
    points = [(400.0, "later"), (100.0, "earlier"), (250.0, "middle")]
    assert [flag.x for flag in place(points, left=LEFT, right=RIGHT, size=SIZE)] == [400.0, 100.0, 250.0]


def test_the_more_important_labels_have_the_room():
    crowd = [(300.0 + 6 * n, f"An event with a long name, number {n}") for n in range(12)]
    flags = place(crowd, left=LEFT, right=RIGHT, size=SIZE)
    assert all(flag.label for flag in flags[:5])
    assert not all(flag.label for flag in flags)


def test_points_at_the_right_edge_fly_their_label_to_the_left():
    (flag,) = place([(510.0, "A label of some length")], left=LEFT, right=RIGHT, size=SIZE)
    assert flag.anchor == "right"
    assert flag.right < 510


def test_a_label_too_long_for_the_frame_is_shortened():
    (flag,) = place([(300.0, "word " * 30)], left=LEFT, right=RIGHT, size=SIZE)
    assert flag.label.endswith("…")


def test_widths_are_those_of_the_font():
    assert 2 * text_width("W", size=10) > text_width("WW", size=9.9)
    assert text_width("iiii", size=10) < text_width("WWWW", size=10)
    assert text_width("東京", size=10) == 20


def test_equal_input_gives_equal_bytes_without_random_ids():
    page = brief(normal())
    svg = drawn(page)
    assert svg == drawn(page)
    assert not re.search(r'\bid="', svg)


def test_the_drawing_is_whole_xml_with_a_title_in_words():
    page = brief(hostile())
    root = ElementTree.fromstring(drawn(page))
    assert root.attrib["role"] == "img"
    assert root[0].text == alternative(page.marks, since=page.since, now=page.now)


def test_every_text_lies_inside_the_frame():
    page = brief(normal())
    root = ElementTree.fromstring(drawn(page))
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        x, y = map(float, re.findall(r"-?[\d.]+", text.attrib["transform"])[:2])
        long = text_width(text.text or "", size=8.2)
        left = x - long if text.attrib.get("text-anchor") == "end" else x
        assert left >= -0.5
        assert left + long <= width + 6
        assert 0 <= y <= height


def test_launches_and_challenges_differ_in_shape_and_place():
    svg = drawn(brief(normal()))
    assert f'fill="{LAUNCH}"' in svg
    assert f'fill="{CHALLENGE}"' in svg
    assert "Progress" in svg
    assert "Challenges" in svg


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [LAUNCH, CHALLENGE, INK, MUTED])
def test_colours_pass_aa_on_paper_and_on_the_band(colour):
    for ground in ("#ffffff", "#e4e9ee"):
        assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= 4.5


def test_no_marks_still_draw_an_axis_and_say_so():
    svg = timeline((), since=SINCE, now=NOW)
    assert "Jul" in svg
    assert "none dated" in alternative((), since=SINCE, now=NOW)


@pytest.mark.parametrize("days", [0, 1, 10, 40, 200, 800, 4000])
def test_any_window_has_an_axis(days):
    mark = Mark(day=NOW - timedelta(days=days / 2), label="Something", polarity="launch")
    assert "<svg" in timeline((mark,), since=NOW - timedelta(days=days), now=NOW)


def test_labels_are_text_not_markup():
    mark = Mark(day=day(10, 1), label="<script>alert(1)</script>", polarity="launch")
    svg = timeline((mark,), since=SINCE, now=NOW)
    assert "<script" not in svg


def test_a_dossier_gives_its_timeline():
    made = timeline_of(normal())
    assert made.svg.startswith("<svg")
    assert "Arm Mini" in made.alternative


@pytest.mark.parametrize("draw", [volume_of, hiring_of, coverage_of])
@pytest.mark.parametrize("make", [normal, nearly_empty, overfull, hostile])
def test_the_notebook_s_charts_are_whole_xml_with_the_same_in_words(draw, make):
    made = draw(make())
    assert made == draw(make())
    assert ElementTree.fromstring(made.svg)[0].text == made.alternative
    assert made.alternative.endswith(".")


def test_the_volume_counts_by_month_and_kind():
    assert "Oct 2026: 2 challenge, 1 other" in volume_of(normal()).alternative


def test_the_coverage_says_what_gave_nothing():
    assert "feed court-notes.example/rss blocked" in coverage_of(normal()).alternative

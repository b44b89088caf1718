"""Plots: the same bytes for the same values, in any thread; no database."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from xml.etree import ElementTree

from odoo.tests import BaseCase

from ..core.plots import Interval, Line, plot_intervals, plot_lines

PREFIX = "data:image/svg+xml;base64,"
SVG = "{http://www.w3.org/2000/svg}svg"


def draw_intervals(count=2):
    rows = [Interval(f"Trust $ {n} <b>", n, n - 1.5, n + 0.5) for n in range(count)]
    return plot_intervals([*rows, Interval("Alone", 3)], "Points")


def draw_lines(count=4):
    points = [(date(2030, month, 1), 10.0 * month) for month in (1, 4, 7)]
    return plot_lines([Line(f"Line {n}", points, 50) for n in range(count)])


class TestCorePlots(BaseCase):
    def _parse(self, address):
        self.assertTrue(address.startswith(PREFIX))
        root = ElementTree.fromstring(b64decode(address.removeprefix(PREFIX)))
        self.assertEqual(root.tag, SVG)
        return root

    def test_drawn(self):
        height = float(self._parse(draw_intervals()).get("height").removesuffix("pt"))
        taller = self._parse(draw_intervals(9)).get("height").removesuffix("pt")
        self.assertGreater(float(taller), height)
        panels = [
            node.get("id")
            for node in self._parse(draw_lines()).iter()
            if (node.get("id") or "").startswith("axes_")
        ]
        self.assertEqual(len(panels), 4)

    def test_the_same_again(self):
        self.assertEqual(draw_intervals(), draw_intervals())
        self.assertNotEqual(draw_intervals(), draw_intervals(3))
        with ThreadPoolExecutor(4) as pool:
            found = set(pool.map(lambda _n: draw_lines(), range(8)))
        self.assertEqual(found, {draw_lines()})

    def test_one_point(self):
        self._parse(plot_lines([Line("One", [(date(2030, 1, 1), 1.0)])]))

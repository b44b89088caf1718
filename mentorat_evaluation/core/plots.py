"""Plots for documents, as SVG: the same values give the same bytes, in any thread.

Text is drawn as outlines, so that a document needs no font. Whoever shows a plot gives it a
text alternative, and the numbers beside it.
"""

from base64 import b64encode
from functools import partial
from io import BytesIO
from typing import NamedTuple

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

# Names of parts within the file follow from this, and not from chance.
matplotlib.rcParams["svg.hashsalt"] = "mentorat"

INK, GREY, ACCENT = "#1f2937", "#6b7280", "#1d4e63"
# Inches: the width of a page, and the height of a line.
WIDTH, LINE, FRAME = 6.6, 0.34, 0.7
COLUMNS, PANEL = 3, 1.5


class Interval(NamedTuple):
    """``value`` between ``low`` and ``high``; without these a dot alone is drawn."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None


class Line(NamedTuple):
    """``points`` are ``(datetime.date, float)`` in order; ``target`` is drawn across."""

    label: str
    points: list
    target: float | None = None


def plot_intervals(intervals, axis, zero=0.0, decimal_point="."):
    """Return the address of a plot: a row for each of ``intervals``, a line at ``zero``.

    :param str axis: what the values are
    :param str decimal_point: of the reader's language
    """
    figure = Figure(figsize=(WIDTH, FRAME + LINE * len(intervals)))
    axes = figure.add_subplot()
    for place, interval in enumerate(intervals):
        if interval.low is not None and interval.high is not None:
            axes.plot([interval.low, interval.high], [place] * 2, color=ACCENT, lw=2)
        axes.plot([interval.value], [place], "o", color=ACCENT, ms=6)
    axes.axvline(zero, color=GREY, lw=1, ls="--")
    axes.set_yticks(range(len(intervals)), [_plain(row.label) for row in intervals])
    axes.set_ylim(len(intervals) - 0.5, -0.5)
    axes.set_xlabel(_plain(axis))
    axes.xaxis.set_major_formatter(partial(_write, decimal_point))
    return _save(figure, axes)


def plot_lines(lines, decimal_point="."):
    """Return the address of a plot with a panel for each of ``lines``, three a row."""
    rows = -(-len(lines) // COLUMNS)
    figure = Figure(figsize=(WIDTH, PANEL * rows))
    panels = []
    for place, line in enumerate(lines, 1):
        axes = figure.add_subplot(rows, COLUMNS, place)
        days, values = zip(*line.points, strict=True)
        axes.plot(days, values, "o-", color=ACCENT, lw=1.5, ms=4)
        if line.target is not None:
            axes.axhline(line.target, color=GREY, lw=1, ls="--")
        axes.set_title(_plain(line.label), fontsize=8, color=INK)
        ends = sorted({days[0], days[-1]})
        axes.set_xticks(ends, [day.strftime("%m/%Y") for day in ends])
        axes.margins(0.15, 0.25)
        axes.yaxis.set_major_formatter(partial(_write, decimal_point))
        panels.append(axes)
    return _save(figure, *panels)


def _write(decimal_point, value, _place):
    return f"{value:.10g}".replace(".", decimal_point)


def _plain(text):
    """Return ``text`` as it is drawn: to Matplotlib a dollar begins a formula."""
    return text.replace("$", r"\$")


def _save(figure, *panels):
    for axes in panels:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.tick_params(labelsize=8, colors=INK)
        axes.xaxis.label.set_size(8)
    figure.set_layout_engine("tight")
    output = BytesIO()
    FigureCanvasSVG(figure).print_svg(output, metadata={"Date": None})
    return f"data:image/svg+xml;base64,{b64encode(output.getvalue()).decode()}"

"""Draws the figures. Text stays text, and every chart has a background of its own, so that it can be read on any page."""

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

OURS, PEER, LIMIT, INK, GRID = "#0f766e", "#c2703d", "#94a3b8", "#1f2937", "#e5e7eb"
PEERS = {"Node SDK, a loop": ("#b45309", "-"), "Node SDK, 4 processes": ("#b45309", "--"), "Python SDK, foreachPartition": ("#6d28d9", "-")}
STYLE = {
    "svg.fonttype": "none", "svg.hashsalt": "klaviyo-spark", "font.family": "sans-serif", "font.size": 11,
    "axes.edgecolor": GRID, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "white", "axes.facecolor": "white",
}


def draw(results, folder):
    """Draws all that there are figures of, and gives the names of the files."""
    drawn = []
    with plt.rc_context(STYLE):
        for name, chart in (
            ("benchmarks-peers", peers), ("benchmarks-shares", shares),
            ("benchmarks-scale", scale), ("benchmarks-limits", limits),
        ):
            figure = chart(results)
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight")
            plt.close(figure)
            drawn.append(f"{name}.svg")
    return drawn


def peers(results):
    """Rows accepted over time: the steps are the minutes of the server."""
    figure, axes = plt.subplots(figsize=(8, 4.4))
    ends = []
    for each in results["peers"]["contenders"]:
        times = [0] + [seconds / 60 for seconds, _ in each["line"]]
        rows = [0] + [count / 1000 for _, count in each["line"]]
        colour, dash = PEERS.get(each["name"], (OURS, "-"))
        axes.step(times, rows, where="post", color=colour, linestyle=dash, linewidth=2 if colour == OURS else 1.6,
                  alpha=0.55 if colour == OURS else 1)
        ends.append((rows[-1], each["name"], colour))
    # All topologies of ours lie on one another; one name does for them.
    ours = max(row for row, name, _ in ends if name.startswith("klaviyo-spark"))
    labels = [(ours, "klaviyo-spark, all four topologies", OURS)]
    labels += [end for end in ends if not end[1].startswith("klaviyo-spark")]
    bottom, top = axes.get_ylim()
    at = None
    for rows, name, colour in sorted(labels, reverse=True):
        at = rows if at is None else min(rows, at - 0.07 * (top - bottom))
        axes.annotate(name, (axes.get_xlim()[1], at), xytext=(6, 0), textcoords="offset points", color=colour, va="center")
    axes.set_xlim(0, max(seconds for each in results["peers"]["contenders"] for seconds, _ in each["line"]) / 60)
    axes.set_ylim(0)
    axes.set_xlabel("minutes")
    axes.set_ylabel("thousand rows accepted")
    axes.grid(color=GRID)
    axes.set_title("Rows into Klaviyo at 15 requests a minute", loc="left")
    return figure


def shares(results):
    """The share of the quota for each topology, in the only part of the scale in which anything differs."""
    names = list(dict.fromkeys(each["topology"] for each in results["shares"]))
    figure, axes = plt.subplots(figsize=(8, 3.2))
    for shift, verb, colour in ((0.18, "write", OURS), (-0.18, "read", "#2563eb")):
        of = {each["topology"]: each["share"] for each in results["shares"] if each["verb"] == verb}
        places = [len(names) - names.index(name) + shift for name in of]
        axes.plot(list(of.values()), places, "o", color=colour, markersize=8, label=f"{verb}s")
        for place, share in zip(places, of.values()):
            axes.annotate(f"{share:.3f}", (share, place), xytext=(-9, 0), textcoords="offset points", va="center", ha="right", fontsize=9)
    axes.axvline(0.97, color=LIMIT, linestyle="--")
    axes.annotate("goal", (0.97, len(names) + 0.62), color="#64748b", ha="center", fontsize=9)
    axes.set_yticks(range(len(names), 0, -1), names)
    axes.set_xlim(min(0.94, min(each["share"] for each in results["shares"]) - 0.02), 1.005)
    axes.set_ylim(0.4, len(names) + 0.6)
    axes.set_xlabel("share of what was granted in whole windows")
    axes.grid(axis="x", color=GRID)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    axes.set_title("One quota, however many tasks", loc="left", pad=18)
    return figure


def scale(results):
    """Time and live heap over rows: a line and a level."""
    rows = [each["rows"] for each in results["scale"]]
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))
    left.loglog(rows, [each["seconds"] for each in results["scale"]], "o-", color=OURS)
    slowest = results["scale"][-1]
    left.loglog([rows[0], rows[-1]], [slowest["seconds"] * rows[0] / rows[-1], slowest["seconds"]], "--", color=LIMIT)
    left.annotate("in proportion to rows", (rows[0], slowest["seconds"] * rows[0] / rows[-1]), xytext=(10, -4),
                  textcoords="offset points", color="#64748b", fontsize=9)
    left.set_title("Seconds over rows", loc="left")
    right.semilogx(rows, [each["heap"] for each in results["scale"]], "o-", color=OURS)
    right.set_ylim(0, 1.3 * max(each["heap"] for each in results["scale"]))
    right.set_title("Live heap over rows, MB", loc="left")
    for axes in (left, right):
        axes.set_xlabel("rows")
        axes.grid(color=GRID)
    figure.tight_layout()
    return figure


def limits(results):
    """How near to what cannot be passed: one bar for each comparison with a goal."""
    bars = results["ratios"]
    figure, axes = plt.subplots(figsize=(8, 0.46 * len(bars) + 1.1))
    for place, each in enumerate(reversed(bars)):
        holds = each["ratio"] >= each["goal"]
        axes.barh(place, each["ratio"], color=OURS if holds else PEER, height=0.56)
        axes.plot([each["goal"]] * 2, [place - 0.38, place + 0.38], color=INK, linewidth=1.5)
        axes.annotate(f"{each['ratio']:.2f}", (each["ratio"], place), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9)
    axes.set_yticks(range(len(bars)), [each["name"] for each in reversed(bars)])
    axes.set_xlim(0, 1.15 * max(each["ratio"] for each in bars))
    axes.set_xlabel("times as fast; the upright lines are goals")
    axes.grid(axis="x", color=GRID)
    axes.set_axisbelow(True)
    axes.set_title("Beside limits and beside what Spark and Jackson have", loc="left")
    return figure

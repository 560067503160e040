"""Write docs/plan.md from the plans that the tests hold: `python -m tools.plan_doc`."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent

DOCUMENT = ROOT / "docs" / "plan.md"

PAGES = ROOT / "tests" / "engine" / "__snapshots__" / "test_ops_plan"

LONGEST = 4000
"""Characters of one example; a longer one is cut, at the end of a line."""

HEAD = """# What a plan says

`bluegreen plan` previews all three stacks side by side and says what would happen to live traffic.
It changes nothing and takes no lock. What changes comes from the engine's events, the verdict from the gate's own rule.
`--markdown` writes what stands below, for a pull request: at most 65,536 characters, and what is cut is said.
`--json` writes what [plan.schema.json](plan.schema.json) describes. No property's value stands in a plan.

| level | means |
|---|---|
| `none` | nothing changes |
| `idle` | only a color that gets no live traffic, now or then |
| `traffic` | the listener's weights |
| `live` | a color that gets live traffic, now or then |
| `router` | anything in the router beside the weights and their record |
| `refused` | an update would fail: at the gate, at the guard, or at live weights that nobody declared |

In this order: `--fail-on live` exits with 7 at `live`, `router` and `refused`.

What a plan can't know: `smoke_paths` and `gate_command` are tried by the update itself, and health is that of now.
Updates run one stack after the other: where a color is deployed and gets traffic in one plan, deploy first.
Costs are an estimate from `ops/plan/prices.json`, which names its date and source; `--prices FILE` takes yours.

Each example below is what a test got from real previews, with what AWS names anew replaced.
Written by `python -m tools.plan_doc`; a test holds it to those.
"""

EXAMPLES = {
    "nothing": "Nothing to do",
    "idle-deploy": "A release to the idle color",
    "switch": "A switch",
    "canary": "A canary of 10 %",
    "switch-refused": "A switch that the gate refuses",
    "drift": "Somebody moved traffic by hand",
    "drift-and-switch": "A switch after somebody moved traffic by hand",
    "live-color-refused": "A release to the live color",
    "live-color-accepted": "The same, accepted by `allow_live_change`",
    "router-changed": "A change of the router",
    "first-deployment": "The first deployment",
    "destroyed-idle": "The idle color was destroyed",
    "five-hundred": "500 resources",
}
"""The title of each page, in the document's order."""


def document() -> str:
    """Return the whole document."""
    return "\n".join([HEAD, *(f"## {title}\n\n{_page(name)}" for name, title in EXAMPLES.items())])


def pages() -> dict[str, Path]:
    """Return the pages that the tests hold, by name."""
    return {path.stem.rpartition("[")[2].removesuffix("]"): path for path in PAGES.glob("*.md")}


def _page(name: str) -> str:
    text = pages()[name].read_text()
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rpartition(chr(10))[0]}\n- …\n\n</details>\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document())

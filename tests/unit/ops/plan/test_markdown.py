"""A plan as Markdown: it fits, breaks nothing, and is the same for the same plan."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ops.plan.escape import code, prose
from ops.plan.markdown import LIMIT, markdown
from ops.plan.steps import Step
from tests.unit.ops.plan.scene import GROUP, a_report

NASTY = st.text() | st.sampled_from(
    [
        "a|b",
        "</details>",
        "<script>",
        "```",
        "`",
        "@everyone",
        "#1",
        "![x](y)",
        "| --- |",
        "a\n\n# b",
        "$x$",
        "\u202e",
        "\\|",
        "&lt;",
    ]
)

RENDERER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def _shown(text: str) -> str:
    """What stays of TEXT on a page where it is one line of prose."""
    (paragraph,) = [token for token in RENDERER.parse(f"x {text} x") if token.type == "inline"]
    return "".join(child.content for child in paragraph.children or ())


def _kinds(text: str) -> list[str]:
    """The kinds of all blocks, and of all that is inline, but for text."""
    found: list[str] = []
    for token in RENDERER.parse(text):
        found.append(token.type)
        found += [child.type for child in token.children or () if not child.type.startswith("text")]
    return found


@given(NASTY)
def test_prose_stays_prose(text: str) -> None:
    """It renders as one paragraph that holds nothing but its own characters."""
    kinds = _kinds(f"x {prose(text, 500)} x")
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]
    assert _shown(prose("a|b <c> d@1 `e` *f*", 500)) == "x a|b <c> d@1 `e` *f* x"


MENTION = re.compile(r"(?:^|[^a-z0-9])@[a-z0-9]|#\d|\bgh-\d", re.IGNORECASE)
"""What GitHub looks for in the text of the page that it has made, where a reference is its character again."""


@given(NASTY)
@example("@everyone")
@example("(@org/team)")
@example("_@somebody")
@example("owner/repo#1")
@example("see GH-7, gh-8")
@example("@@a")
def test_nobody_is_named(text: str) -> None:
    """No person, team or issue, which would hear of each plan."""
    assert MENTION.search(_shown(prose(text, 500)).removeprefix("x ")) is None


def test_a_release_stays_what_one_can_copy() -> None:
    """`green@1.1.0` names nobody."""
    assert _shown(prose("allow_unready: green@1.1.0", 500)) == "x allow_unready: green@1.1.0 x"


@given(NASTY)
def test_code_stays_code(text: str) -> None:
    """One span, whatever it holds."""
    kinds = _kinds(f"x {code(text, 500)} x")
    assert kinds in (
        ["paragraph_open", "inline", "code_inline", "paragraph_close"],
        ["paragraph_open", "inline", "paragraph_close"],
    )


@given(NASTY, NASTY, NASTY)
def test_nothing_in_a_plan_changes_the_page(sentence: str, name: str, reason: str) -> None:
    """The same blocks as with harmless words: as many tables, rows, lists, folded parts and no tag more."""

    def page(*words: str) -> list[str]:
        step = Step("update", GROUP, words[1], (words[1],))
        kinds = _kinds(markdown(a_report(words[0], [step], words[2])))
        return [kind for kind in kinds if kind != "code_inline"]

    assert page(sentence, name, reason) == page("so", "so", "so")


@settings(max_examples=15)
@given(st.integers(0, 800), st.text(min_size=1, max_size=5), st.integers(1, 50), st.text(max_size=4))
def test_it_fits_whatever_the_size(steps: int, sign: str, length: int, reason: str) -> None:
    """GitHub takes 65,536 characters; what is cut is said, and the first sentence stays."""
    many = [Step("create", GROUP, f"{index}-{sign * length}", (sign * length,) * 9) for index in range(steps)]
    text = markdown(a_report("Nothing changes", many, *([reason * 10000] * 3)))
    assert len(text.encode()) <= LIMIT
    assert text.startswith("**Nothing changes**")
    shown = text.count(f"- create `{GROUP}`")
    assert ("more are not shown" in text) == (shown < steps)


def test_what_is_cut_is_counted() -> None:
    """Shown and not shown together are all."""
    many = [Step("create", GROUP, f"a-name-of-some-length-{index}") for index in range(3000)]
    text = markdown(a_report("So", many))
    shown = text.count("- create")
    assert 500 < shown < 3000
    assert f"- {3000 - shown} more are not shown" in text


@given(NASTY, st.integers(0, 50))
def test_the_same_plan_is_the_same_text(name: str, count: int) -> None:
    """A comment on a pull request is only renewed where something changed."""
    steps = [Step("update", GROUP, f"{name}{index}") for index in range(count)]
    assert markdown(a_report("So", steps)) == markdown(a_report("So", steps))

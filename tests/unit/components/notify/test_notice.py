"""What a notice says: one line for a person, and all of the record for a machine."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.notify.notice import LONGEST_SUBJECT, Notice

MOVE = {"from": "blue", "to": "green", "releases": {"blue": "1.0.0", "green": "1.1.0"}, "who": "ada@laptop"}
BACK = {**MOVE, "from": "green", "to": "blue"}
SHARES = {"blue": 90, "green": 10}
HARM = "refused, nothing was changed: this would destroy it, and blue carries traffic (weight 100)."

SAID: dict[str, tuple[dict[str, Any], str]] = {
    "switch": (
        {**MOVE, "event": "switched", "kind": "switch", "seconds": {"total": 3.21}},
        "switched blue (1.0.0) -> green (1.1.0), 3.2 s, by ada@laptop",
    ),
    "rollback": (
        {**BACK, "event": "switched", "kind": "rollback", "seconds": {"total": 1.0}},
        "rolled back green (1.1.0) -> blue (1.0.0), 1.0 s, by ada@laptop",
    ),
    "canary": (
        {**MOVE, "event": "switched", "kind": "canary", "weights": SHARES},
        "canary blue (1.0.0) 90 %, green (1.1.0) 10 %, by ada@laptop",
    ),
    "end of a canary": (
        {**BACK, "event": "switched", "kind": "end of a canary"},
        "ended a canary: green (1.1.0) -> blue (1.0.0), by ada@laptop",
    ),
    "not verified": (
        {**MOVE, "event": "not verified", "kind": "switch", "problems": ["live is blue 100", "and more"]},
        "NOT VERIFIED: switched blue (1.0.0) -> green (1.1.0), by ada@laptop: live is blue 100; and more",
    ),
    "refused": (
        {**MOVE, "event": "refused", "what": "switch", "kind": "switch", "reason": "refused, nothing was changed: no"},
        "refused switch blue (1.0.0) -> green (1.1.0), by ada@laptop: no",
    ),
    "refused rollback": (
        {**BACK, "event": "refused", "what": "switch", "kind": "rollback", "reason": "no"},
        "refused rollback green (1.1.0) -> blue (1.0.0), by ada@laptop: no",
    ),
    "refused canary": (
        {**MOVE, "event": "refused", "what": "switch", "kind": "canary", "declared": SHARES, "reason": "no"},
        "refused canary blue (1.0.0) 90 %, green (1.1.0) 10 %, by ada@laptop: no",
    ),
    "refused blindly": (
        {"event": "refused", "what": "switch", "reason": "the colors could not be looked at", "who": "ada@laptop"},
        "refused switch, by ada@laptop: the colors could not be looked at",
    ),
    "refused change": (
        {"event": "refused", "what": "change", "color": "blue", "reason": HARM, "who": "ada@laptop"},
        "refused change of blue, by ada@laptop: this would destroy it, and blue carries traffic (weight 100).",
    ),
    "accepted change": (
        {"event": "accepted", "what": "change", "color": "blue", "reason": "this would park it", "who": "ada@laptop"},
        "accepted change of blue, by ada@laptop: this would park it",
    ),
    "from a pipeline": (
        {**MOVE, "event": "switched", "who": "ada (https://github.com/shop/shop/actions/runs/1)"},
        "switched blue (1.0.0) -> green (1.1.0), by ada",
    ),
    "without releases": ({"event": "switched", "from": "blue", "to": "green"}, "switched blue -> green, by unknown"),
}


@pytest.mark.parametrize("name", SAID)
def test_what_happened_is_told_in_one_line(name: str) -> None:
    """Of which set, what, between which releases, how long it took, by whom, and why not."""
    record, said = SAID[name]
    assert Notice("shop", "router", record).summary == f"shop router: {said}"


def test_the_document_holds_the_record_and_whose_it_is() -> None:
    """A subscriber of several sets can tell them apart."""
    record, said = SAID["switch"]
    document = json.loads(Notice("shop", "prod-router", record).to_json())
    assert document == {**record, "service": "shop", "stack": "prod-router", "summary": f"shop prod-router: {said}"}


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=100).map(lambda text: 4 * text))
def test_a_subject_is_one_that_sns_takes(release: str, who: str, reason: str) -> None:
    """Whatever stands in a record: printable ASCII in one line, shorter than 100 characters; the document is whole."""
    record = {**MOVE, "event": "refused", "releases": {"blue": release}, "who": who, "reason": reason}
    notice = Notice("shop", "router", record)
    assert len(notice.subject) <= LONGEST_SUBJECT < 100
    assert notice.subject.isascii()
    assert notice.subject.isprintable()
    assert notice.subject.startswith("shop router: refused")
    assert "\0" not in notice.summary
    assert json.loads(notice.to_json())["reason"] == reason


def test_a_long_subject_shows_that_it_was_cut() -> None:
    """The rest stands in the document."""
    notice = Notice("shop", "router", {**MOVE, "event": "refused", "reason": "x" * 200})
    assert len(notice.subject) == LONGEST_SUBJECT
    assert notice.subject.endswith("xxx...")
    assert notice.summary.endswith("x" * 200)

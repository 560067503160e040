"""What a refused switch must be: told well, noted in the switch log, and without any other trace."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.engine.told import told

if TYPE_CHECKING:
    from local.engine import Run
    from tests.engine.switch_stage import SwitchStage

SAID_BY = 'before hook "router-gate" failed: '
"""How the engine begins the message of a hook."""

REFUSED = "refused, nothing was changed: "


def refuse(stage: SwitchStage, *phrases: str, name: str = "", flags: tuple[str, ...] = (), color: str = "green") -> str:
    """Try to switch to COLOR and assert that it is refused with PHRASES; the message.

    NAME is that of the message in the document.
    """
    before, weights, noted = stage.cloud.last_call(), stage.weights(), len(stage.log())
    message = message_of(stage.switch(color, *flags))
    assert [phrase for phrase in phrases if phrase not in message] == [], message
    assert Counter(call.action for call in stage.cloud.writes(before)) == {"PutLogEvents": 1}
    assert stage.weights() == weights
    (record,) = stage.log()[noted:]
    assert (record["event"], record["what"], record["reason"]) == ("refused", "switch", message.splitlines()[0])
    if name:
        told(stage, name, message)
    return message


def message_of(run: Run) -> str:
    """The gate's message in RUN, which it refused; the command that comes next stands in it."""
    assert run.code != 0, run.output
    assert "Traceback" not in run.output
    messages = [text.removeprefix(SAID_BY) for text in run.diagnostics if text.startswith(SAID_BY)]
    assert len(messages) == 1, run.output
    assert messages[0].startswith(REFUSED)
    assert "pulumi " in messages[0]
    return messages[0]

"""What Ctrl-C, SIGTERM and SIGHUP do to a block."""

from __future__ import annotations

import os
import signal

import pytest

from ops.interrupts import SIGNALS, as_ctrl_c, interrupts_only


def _handlers() -> list[object]:
    return [signal.getsignal(number) for number in SIGNALS]


@pytest.mark.parametrize("number", SIGNALS)
def test_each_of_them_is_ctrl_c(number: signal.Signals) -> None:
    """And afterwards again what it was."""
    before = _handlers()
    with pytest.raises(KeyboardInterrupt), as_ctrl_c():
        os.kill(os.getpid(), number)
    assert _handlers() == before


@pytest.mark.parametrize("number", SIGNALS)
def test_a_block_that_must_not_end_goes_on(number: signal.Signals) -> None:
    """It is only told."""
    heard, ended = list[int](), False
    with interrupts_only(heard.append):
        os.kill(os.getpid(), number)
        ended = True
    assert (heard, ended) == ([number], True)


def test_what_was_ignored_stays_ignored() -> None:
    """Whoever says nohup closes the terminal and means the command to go on."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with as_ctrl_c():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)

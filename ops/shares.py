"""How a switch goes: in which steps, how long each is watched, and for how long the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from components.color import MAXIMUM_CANARY, TOTAL
from ops.options import read_seconds
from ops.problem import Problem

EVERY = "60s"


@dataclass(frozen=True)
class Plan:
    """SHARES in percent, rising, the last is all traffic; seconds that each is watched, and the last."""

    shares: tuple[int, ...]
    every: int
    bake: int

    def remaining(self, live: int) -> tuple[int, ...]:
        """The shares that are still to come where the color has LIVE percent already."""
        return tuple(share for share in self.shares if share > live)

    def only(self, share: int) -> Plan:
        """The same with SHARE alone, watched for as long as all traffic would be."""
        return replace(self, shares=(share,), every=self.bake)

    def seconds(self, share: int) -> int:
        """How long SHARE is watched."""
        return self.bake if share == TOTAL else self.every

    def words(self, shares: tuple[int, ...]) -> str:
        """What of it is to be done: SHARES, and how long they are watched."""
        steps = ", ".join(f"{share} %" for share in shares)
        each = f"each watched for {self.every} s, " if len(shares) > 1 else ""
        return f"{steps}; {each}the last for {self.bake} s" if each else f"{steps}, watched for {self.bake} s"


def read_plan(steps: str | None, every: str | None, bake: str | None) -> Plan | None:
    """The plan in the words of a command line; None where all traffic moves at once and nobody watches.

    Raises Problem, which lists all that is wrong.
    """
    wrong: list[str] = []
    if every is not None and steps is None:
        wrong.append("--every needs --steps: how long each of them is watched")
    shares = _shares(steps, wrong) if steps is not None else (TOTAL,)
    if wrong:
        raise Problem("; ".join(wrong), "bluegreen switch --steps 10,50,100 --every 60s --bake 15m")
    each = read_seconds("--every", every or EVERY)
    last = each if bake is None else read_seconds("--bake", bake)
    return None if steps is None and bake is None else Plan(shares, each, last)


def _shares(text: str, wrong: list[str]) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    shares = tuple(int(word) for word in words if word.isascii() and word.isdigit())
    rising = all(one < other for one, other in pairwise(shares))
    if len(shares) < len(words) or not rising or shares[-1] != TOTAL or shares[0] == 0:
        wrong.append(f"--steps {text} must be rising percentages from 1 on, the last of them {TOTAL}")
    elif any(MAXIMUM_CANARY < share < TOTAL for share in shares):
        wrong.append(
            f"--steps {text}: above {MAXIMUM_CANARY} percent comes only {TOTAL}: with more than half of the traffic a"
            " color is the active one"
        )
    return shares

"""What the demo claims, each with what was measured and whether it held."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Claim:
    """One sentence, what was measured, and whether that is what was promised."""

    text: str
    measured: str
    held: bool


@dataclass
class Proof:
    """All claims of one run, in order."""

    claims: list[Claim] = field(default_factory=list[Claim])

    def add(self, text: str, measured: object, *, held: bool) -> None:
        """Note a claim."""
        self.claims.append(Claim(text, str(measured), held))

    @property
    def held(self) -> bool:
        """Whether there is at least one claim, and none failed."""
        return bool(self.claims) and all(claim.held for claim in self.claims)

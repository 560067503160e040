"""One row of the fault matrix, as it is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.ending import Ending

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine import Run
    from tests.faults.scene import Scene


@dataclass(frozen=True)
class Step:
    """One step of a row's way on: TEXT, as the table shows it, ACT, and what must come of it.

    `act` returns None where nothing is updated.
    """

    text: str
    act: Callable[[Scene], Run | None]
    ending: Ending = Ending.PASSED
    says: tuple[str, ...] = ()


UP = Step("`up`", lambda scene: scene.up())
REFRESH = Step("`up --refresh`", lambda scene: scene.up("--refresh"))
CANCEL = Step("`pulumi cancel`", lambda scene: scene.cancel())


@dataclass(frozen=True)
class Row:
    """A fault: its NAME, how it HAPPENS to an update of the router, and how that must end, by itself and at last.

    `says` are phrases that the update must tell; `way_on` leads to where all is as declared, with `ends_on` carrying
    all traffic; `log` are the events in the switch log; `lost` says which requests the fault itself may fail, being in
    the data plane; `writes_listener` is how often the listener may be written in all; `clean` are the stacks whose
    preview must find nothing; `fast` rows are played at every change.
    """

    name: str
    happens: Callable[[Scene], Run]
    ending: Ending
    says: tuple[str, ...] = ()
    way_on: tuple[Step, ...] = (UP,)
    ends_on: str = "green"
    log: tuple[str, ...] = ("switched",)
    lost: str = ""
    clean: tuple[str, ...] = ("router",)
    fast: bool = False

"""What a move of traffic is called: a switch, a rollback, a canary or its end."""

from collections.abc import Mapping

from components.color import Color
from components.records.kinds import CANARY, CANARY_END, ROLLBACK, SWITCH
from components.records.records import Records
from components.switch.switching import Switching
from components.switch.verdict import returns


def kind_of(switching: Switching, records: Records, color: Color, before: Mapping[Color, int]) -> str:
    """The kind of the move to COLOR, away from the weights BEFORE; RECORDS are those of before the move."""
    if all(switching.declared.values()):
        return CANARY
    if not returns(switching, records, color):
        return SWITCH
    named = records.active is not None and records.active.color is color
    return CANARY_END if named and all(before.get(each) for each in Color) else ROLLBACK

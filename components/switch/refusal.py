"""How a refused switch is told: what stands against it, and the command to run next."""

from components import cloud
from components.color import Color
from components.records.records import DamagedRecordError
from components.switch.kind import kind_of
from components.switch.switching import Switching
from components.switch.verdict import Verdict
from components.traffic import MissingListenerError


def nothing_changed(reason: str) -> str:
    """How a refusal begins; a preview, which refuses nothing, tells REASON alone."""
    return f"refused, nothing was changed: {reason}"


def not_ready(switching: Switching, verdict: Verdict) -> str:
    """Why VERDICT does not pass. Conflicts about the weights bring their own commands."""
    if verdict.conflicts:
        return "; ".join(verdict.conflicts)
    color = verdict.target
    look = f"aws elbv2 describe-target-health --target-group-arn {switching.target_groups[color]}"
    accept = _override("allow_unready", switching, verdict)
    dead = ""
    if verdict.records.open_intent(color):
        dead = f" If that work was killed: pulumi cancel, then pulumi up, of {color.value}'s stack."
    return f"{'; '.join(verdict.shortfalls)}.{dead} Look: {look}. Then run pulumi up again{accept}"


def smoke_failed(switching: Switching, verdict: Verdict, trouble: str) -> str:
    """Why a smoke check or the user's command stands against a switch: TROUBLE."""
    accept = _override("skip_smoke", switching, verdict)
    return f"{trouble}\nMend it and run pulumi up again{accept}"


def blind(switching: Switching, error: Exception) -> str:
    """Why a look at AWS that ended with ERROR can't let a switch pass."""
    if isinstance(error, MissingListenerError):
        return (
            f"the listener {error} was deleted outside of this program."
            f" To make it again: pulumi up --refresh --stack {switching.router}"
        )
    if isinstance(error, cloud.UNREACHABLE) and cloud.code(error) == "TargetGroupNotFound":
        return (
            "a target group was deleted outside of this program."
            " To make it again: set active_color to the color that carries the traffic, then"
            f" pulumi up --refresh --stack {switching.router}, then pulumi up of each color; switch after that"
        )
    if isinstance(error, DamagedRecordError):
        return str(error)
    reason = cloud.explain(error)
    return f"the colors could not be looked at: {reason}. Nobody switches blindly: mend it and run pulumi up again"


def facts(switching: Switching, verdict: Verdict) -> dict[str, object]:
    """What the gate saw, for the switch log."""
    return {
        "kind": kind_of(switching, verdict.records, verdict.target, verdict.weights.live),
        "from": verdict.target.other.value,
        "to": verdict.target.value,
        "releases": {color.value: verdict.records.release(color) for color in Color},
        "gate": {color.value: seen.describe() for color, seen in verdict.health.items()},
        "before": {color.value: verdict.weights.live.get(color, 0) for color in Color},
        "notes": list(verdict.notes),
    }


def _override(setting: str, switching: Switching, verdict: Verdict) -> str:
    release = verdict.records.release(verdict.target)
    if release is None:
        return ""
    return (
        f"; or accept it as it is: pulumi config set {setting} {verdict.target.at(release)} --stack {switching.router}"
    )

"""The end of each update of the router: live is as declared, or the update fails."""

import asyncio
from dataclasses import asdict

import pulumi

from components import cloud
from components.color import describe, moved
from components.hooks.gate import Resolve
from components.switch.switching import Switched, Switching
from components.traffic import MissingListenerError, listener_weights


def look_last(
    switching: Resolve, run: Switched, listener: pulumi.Output[str], parameter: pulumi.Output[str]
) -> pulumi.Output[None]:
    """Once LISTENER (its ARN) and PARAMETER (its name) are done, compare live with declared, unless it was just done.

    In an update a difference ends the run with pulumi.RunError; a preview is only warned.
    """

    async def look(known: list[str]) -> None:
        facts = await switching()
        if facts is not None:
            _warn_of_overrides(facts)
        if facts is None or run.verified or (pulumi.runtime.is_dry_run() and run.judged):
            return
        found = await asyncio.to_thread(difference, facts, known[0])
        if found and pulumi.runtime.is_dry_run():
            pulumi.log.warn(found)
        elif found:
            raise pulumi.RunError(found)

    return pulumi.Output.all(listener, parameter).apply(look)


def _warn_of_overrides(switching: Switching) -> None:
    for setting, accepted in asdict(switching.overrides).items():
        if accepted:
            pulumi.log.warn(
                f"{setting} is set and accepts {accepted}, whoever switches next; once done, take it back:"
                f" pulumi config rm {setting} --stack {switching.router}"
            )


def difference(switching: Switching, listener: str) -> str | None:
    """How LISTENER (an ARN), which an update did not touch, differs from what SWITCHING declares; None if it does not.

    What can't be read is told as a difference.
    """
    again = f"pulumi up --refresh --stack {switching.router}"
    try:
        live = listener_weights(listener, switching.target_groups)
    except MissingListenerError:
        return f"the listener was deleted outside of this program: nobody is served. To make it again: {again}"
    except cloud.UNREACHABLE as error:
        return (
            f"whether live is as declared ({describe(switching.declared)}) could not be read: {cloud.explain(error)}."
            f" Look again: pulumi up --stack {switching.router}"
        )
    if live == dict(switching.declared):
        return None
    return (
        f"live is {describe(live)}; declared is {describe(switching.declared)}, and the state does not know it:"
        f" somebody changed the listener, or an update was killed."
        f" To move {moved(live, switching.declared)} % of the traffic to what is declared: {again}"
    )

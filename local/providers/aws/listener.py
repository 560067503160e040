"""aws:lb/listener:Listener."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.aws import actions
from local.providers.aws.elb_tags import tags_of
from local.providers.property import mapping, number, text
from local.providers.resource import Change, ResourceType, given, tag_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_WRITTEN = ("port", "protocol", "sslPolicy", "certificateArn", "defaultActions")


class Listener(ResourceType):
    """Where a load balancer takes requests, and whom it gives them."""

    token = "aws:lb/listener:Listener"  # noqa: S105 - a type token
    title = "listener"
    properties: ClassVar = {
        "loadBalancerArn": text(required=True, replaces=True),
        "port": number(),
        "protocol": text(computed=True),
        "sslPolicy": text(computed=True),
        "certificateArn": text(),
        "defaultActions": actions.ACTIONS,
        "tags": mapping(),
    }
    outputs = frozenset({"arn"})
    defaults_out: ClassVar = {"tcpIdleTimeoutSeconds": 350}
    missing = frozenset({"ListenerNotFound", "LoadBalancerNotFound"})
    minutes = 5.0
    tagger = tagging.elbv2

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check weights and stickiness."""
        return actions.problems(inputs.get("defaultActions"), "defaultActions")

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the listener; without a protocol it is HTTP, as the official provider has it."""
        made = call.client("elbv2").create_listener(
            LoadBalancerArn=inputs["loadBalancerArn"],
            **{"Protocol": "HTTP", **_parameters(inputs)},
            **({"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}),
        )
        return made["Listeners"][0].get("ListenerArn", "")

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the listener and its tags."""
        found = call.client("elbv2").describe_listeners(ListenerArns=[resource_id])["Listeners"]
        if not found:
            return None
        listener: Value = found[0]
        certificates = listener.get("Certificates") or []
        return {
            "arn": resource_id,
            "certificateArn": certificates[0].get("CertificateArn") if certificates else None,
            "defaultActions": actions.from_aws(listener["DefaultActions"], known.get("defaultActions")),
            "loadBalancerArn": listener.get("LoadBalancerArn"),
            "port": listener.get("Port"),
            "protocol": listener.get("Protocol"),
            "sslPolicy": listener.get("SslPolicy"),
            "tagsAll": tags_of(call, resource_id),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write all that changed in one ModifyListener, so that no request meets a state in between."""
        if change.any(*_WRITTEN):
            wanted = {name: value for name, value in change.new.items() if name in change}
            call.client("elbv2").modify_listener(ListenerArn=resource_id, **_parameters(wanted))

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the listener."""
        del known
        call.client("elbv2").delete_listener(ListenerArn=resource_id)


def _parameters(inputs: Properties) -> Value:
    parameters = given(inputs, Port="port", Protocol="protocol", SslPolicy="sslPolicy")
    if inputs.get("certificateArn"):
        parameters["Certificates"] = [{"CertificateArn": inputs["certificateArn"]}]
    if inputs.get("defaultActions"):
        parameters["DefaultActions"] = actions.to_aws(inputs["defaultActions"])
    return parameters

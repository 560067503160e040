"""aws:iam/openIdConnectProvider:OpenIdConnectProvider."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import mapping, text, texts
from local.providers.resource import Change, ResourceType, tag_list, tag_map

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value

SCHEME = "https://"
"""IAM takes it and does not say it again (IAM API reference, GetOpenIDConnectProvider)."""


class OpenIdConnectProvider(ResourceType):
    """Somebody outside AWS whose tokens are trusted."""

    token = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"  # noqa: S105 - a type token
    title = "identity provider"
    properties: ClassVar = {
        "url": text(required=True, replaces=True),
        "clientIdLists": texts(required=True),
        "thumbprintLists": texts(computed=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn"})
    missing = frozenset({"NoSuchEntity"})
    regional = False
    tagger = tagging.open_id_connect_provider

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the provider; its ARN is its id."""
        optional: Value = {"ThumbprintList": inputs["thumbprintLists"]} if inputs.get("thumbprintLists") else {}
        if inputs.get("tagsAll"):
            optional["Tags"] = tag_list(inputs["tagsAll"])
        made = call.client("iam").create_open_id_connect_provider(
            Url=inputs["url"], ClientIDList=inputs["clientIdLists"], **optional
        )
        return made["OpenIDConnectProviderArn"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the provider."""
        del known
        found = call.client("iam").get_open_id_connect_provider(OpenIDConnectProviderArn=resource_id)
        return {
            "arn": resource_id,
            "url": SCHEME + found["Url"].removeprefix(SCHEME),
            "clientIdLists": found["ClientIDList"],
            "thumbprintLists": found["ThumbprintList"],
            "tagsAll": tag_map(found.get("Tags")),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write what changed; audiences come and go one by one."""
        client = call.client("iam")
        if "clientIdLists" in change:
            before, now = set(change.old["clientIdLists"]), set(change.new["clientIdLists"])
            for audience in sorted(now - before):
                client.add_client_id_to_open_id_connect_provider(
                    OpenIDConnectProviderArn=resource_id, ClientID=audience
                )
            for audience in sorted(before - now):
                client.remove_client_id_from_open_id_connect_provider(
                    OpenIDConnectProviderArn=resource_id, ClientID=audience
                )
        if "thumbprintLists" in change:
            client.update_open_id_connect_provider_thumbprint(
                OpenIDConnectProviderArn=resource_id, ThumbprintList=change.new["thumbprintLists"]
            )

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the provider."""
        del known
        call.client("iam").delete_open_id_connect_provider(OpenIDConnectProviderArn=resource_id)

"""What the program in iam/ is told, and how it says what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pulumi
import pytest

from components.ci.policies import Place
from components.ci.settings import read_place

if TYPE_CHECKING:
    from collections.abc import Callable

ACCOUNT = "123456789012"

GIVEN = {"repository": "acme/shop", "state_bucket": "acme-state"}


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch) -> Callable[..., pulumi.Config]:
    """Configuration of the program with settings by their name; the region comes from the environment."""
    monkeypatch.setenv("AWS_REGION", "eu-west-1")

    def configured(**settings: str) -> pulumi.Config:
        known = {f"bluegreen-iam:{key}": value for key, value in {**GIVEN, **settings}.items()}
        monkeypatch.setattr(pulumi.Config, "get", lambda self, key: known.get(f"{self.name}:{key}"))
        return pulumi.Config("bluegreen-iam")

    return configured


def test_little_has_to_be_said(config: Callable[..., pulumi.Config]) -> None:
    """The repository and where the state is; the rest is as in the three stacks."""
    assert read_place(config(), ACCOUNT) == Place(ACCOUNT, "eu-west-1", "acme/shop", "bluegreen", "acme-state")


def test_a_repository_may_be_named_with_its_ids(config: Callable[..., pulumi.Config]) -> None:
    """As GitHub's tokens name it since 2026."""
    assert read_place(config(repository="acme@12/shop@34"), ACCOUNT).repository == "acme@12/shop@34"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("repository", "acme"),
        ("repository", "acme/*"),
        ("repository", "acme/shop:environment:deploy"),
        ("service", "shop*"),
        ("stack_prefix", "prod*"),
        ("project", "shop/*"),
        ("state_bucket", 'acme", "*'),
        ("state_key", "alias/state"),
    ],
)
def test_what_would_widen_a_policy_is_refused(config: Callable[..., pulumi.Config], key: str, value: str) -> None:
    """The message names the setting and what it must be."""
    with pytest.raises(pulumi.RunError, match=f"bluegreen-iam:{key} must be "):
        read_place(config(**{key: value}), ACCOUNT)


def test_all_that_is_wrong_is_said_at_once(config: Callable[..., pulumi.Config]) -> None:
    """In one message."""
    with pytest.raises(pulumi.RunError) as error:
        read_place(config(repository="", state_bucket=""), ACCOUNT)
    assert len(str(error.value).splitlines()) == 2

"""What a color runs is fixed at its release."""

from __future__ import annotations

from dataclasses import replace

from components.launch import Launch, decide, encode
from components.records.release_record import ReleaseRecord
from components.running import Running

DECLARED = Launch("1.0.0", "", "t3.micro", "#!/bin/bash\n", {"image": "a", "user_data": "b"})
RECORD = ReleaseRecord("1.0.0", "ami-old", "blue-fleet-1", "arn:group", digests={"image": "a", "user_data": "b"})
RUNNING = Running("ami-old", "t3.small", "b2xk")


def _decide(declared: Launch, record: ReleaseRecord | None, *, live: bool, published: str = "ami-old") -> Launch:
    return decide(
        declared,
        record,
        must_stay=live,
        resolve=lambda: published,
        running=lambda fleet: {"blue-fleet-1": RUNNING}[fleet],
    )


def test_the_first_release_takes_everything_as_declared() -> None:
    """Without a record the image is resolved now."""
    launch = _decide(DECLARED, None, live=False, published="ami-new")
    assert (launch.image, launch.user_data, launch.waiting) == ("ami-new", DECLARED.user_data, ())


def test_a_new_image_waits_for_the_next_release() -> None:
    """An image is resolved once per release, so a published one never dirties a stack, live or idle."""
    for live in (True, False):
        launch = _decide(DECLARED, RECORD, live=live, published="ami-new")
        assert launch.image == "ami-old"
        assert launch.version == _decide(DECLARED, RECORD, live=live).version


def test_a_live_color_names_what_waits() -> None:
    """The note says which settings changed, the published image included."""
    edited = replace(DECLARED, user_data="#!/bin/sh\n", digests={"image": "a", "user_data": "c"})
    launch = _decide(edited, RECORD, live=True, published="ami-new")
    assert launch.waiting == ("image", "user_data")


def test_a_live_color_keeps_what_its_fleet_was_launched_from() -> None:
    """User data, type and image come from the fleet itself, so nothing of it changes."""
    edited = replace(DECLARED, user_data="#!/bin/sh\n", digests={"image": "a", "user_data": "c"})
    launch = _decide(edited, RECORD, live=True)
    assert (launch.image, launch.instance_type, launch.user_data) == ("ami-old", "t3.small", "b2xk")
    assert launch.version == _decide(DECLARED, RECORD, live=True).version


def test_an_idle_color_takes_a_changed_setting_at_once() -> None:
    """Without traffic there is nothing to protect: a changed setting is a new version."""
    edited = replace(DECLARED, digests={"image": "a", "user_data": "c"})
    launch = _decide(edited, RECORD, live=False)
    assert launch.waiting == ()
    assert launch.version != _decide(DECLARED, RECORD, live=False).version


def test_a_new_release_waits_for_nothing() -> None:
    """Whatever carries traffic, a new release is taken as declared; whether it may be is for the guards to say."""
    launch = _decide(replace(DECLARED, release="1.1.0"), RECORD, live=True, published="ami-new")
    assert (launch.image, launch.waiting) == ("ami-new", ())


def test_the_old_release_put_back_is_the_old_version() -> None:
    """So a failed release is healed by one fleet of the old one, and its next preview is clean."""
    assert (
        _decide(DECLARED, RECORD, live=False, published="ami-new").version
        == _decide(DECLARED, RECORD, live=False).version
    )


def test_encoding_leaves_base64_alone() -> None:
    """What was read from a fleet is base64 already."""
    assert encode("#!/bin/bash\n") == "IyEvYmluL2Jhc2gK"
    assert encode("IyEvYmluL2Jhc2gK") == "IyEvYmluL2Jhc2gK"

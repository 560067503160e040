"""What a color runs is fixed at its release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.workspace import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.stage import Stage

IMAGE = "/images/app"


def _publish(stage: Stage, image: str) -> None:
    stage.ssm.put_parameter(Name=IMAGE, Value=image, Type="String", Overwrite=True)


def _edited_template(folder: Path) -> str:
    (folder / "app.py").write_text((PROJECT / "app/app.py").read_text())
    template = folder / "user_data.sh"
    template.write_text((PROJECT / "app/user_data.sh").read_text() + "\n# edited\n")
    return str(template)


def test_a_published_image_dirties_no_stack(stage: Stage) -> None:
    """The image is resolved once per release and kept in the release record."""
    _publish(stage, "ami-00000000000000001")
    stage.workspace.share(image=IMAGE)
    # For once to the live color too: both run the same from here on.
    stage.workspace.configure("blue", allow_live_change="blue@1.0.0")
    for color in ("green", "blue"):
        stage.workspace.configure(color, release="2.0.0")
        stage.workspace.up(color).check()
    _publish(stage, "ami-00000000000000002")
    stage.assert_clean()


def test_the_live_color_names_what_waits(stage: Stage, tmp_path: Path) -> None:
    """With a new image and an edited template, a preview of the live color shows no change but a note."""
    stage.workspace.share(user_data=_edited_template(tmp_path))
    run = stage.workspace.preview("blue", "--expect-no-changes").check()
    assert run.changes == {}
    assert "waits for blue's next release: image, user_data" in run.output


def test_capacity_applies_while_settings_wait(stage: Stage, tmp_path: Path) -> None:
    """A capacity change goes through, and takes nothing of what waits with it."""
    stage.workspace.share(user_data=_edited_template(tmp_path))
    (fleet,) = stage.fleets("blue")
    stage.workspace.configure("blue", capacity={"min": 3, "max": 4})
    run = stage.workspace.up("blue").check()
    assert run.changes == {"update": 1}
    assert stage.fleets("blue") == [fleet]
    stage.workspace.configure("blue", capacity=None)
    stage.workspace.up("blue").check()


def test_the_idle_color_takes_the_edited_template(stage: Stage, tmp_path: Path) -> None:
    """Without traffic a changed setting is a new fleet at once, still with the release's image."""
    stage.workspace.share(user_data=_edited_template(tmp_path))
    old = stage.fleets("green")
    stage.workspace.up("green").check()
    assert stage.fleets("green") != old
    stage.assert_clean("green")


def test_the_next_release_takes_what_waited(stage: Stage, tmp_path: Path) -> None:
    """A new release resolves the image anew and waits for nothing."""
    stage.workspace.share(user_data=_edited_template(tmp_path))
    stage.workspace.configure("green", release="2.1.0")
    run = stage.workspace.up("green").check()
    assert "waits" not in run.output
    name = f"/bluegreen/bluegreen/{stage.workspace.stack('green')}/release"
    assert "ami-00000000000000002" in stage.ssm.get_parameter(Name=name)["Parameter"].get("Value", "")

"""`bluegreen init`: a copy of this repository becomes a service's, or stays as it was."""

from __future__ import annotations

import shutil
import string
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.settings import fields
from local import sample
from ops import app
from ops.problem import Code, Problem
from ops.service import service

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["init", "shop", "--region", "eu-central-1", "--app", "shop"]


@pytest.fixture
def copy(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's own files, as it ships, with an application beside the sample."""
    (tmp_path / "Pulumi.yaml").write_text(SHIPPED)
    for role, settings in sample.STACKS.items():
        (tmp_path / f"Pulumi.{role}.yaml").write_text(yaml.safe_dump({"config": sample.stack(settings)}))
    roles = (request.config.rootpath / "iam" / "Pulumi.yaml").read_text()
    (tmp_path / "iam").mkdir()
    (tmp_path / "iam" / "Pulumi.yaml").write_text(roles.replace(yaml.safe_load(roles)["name"], "bluegreen-iam"))
    for name in ("app", "shop"):
        shutil.copytree(request.config.rootpath / "app", tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


SHIPPED = f"""name: bluegreen
template:
  description: What `pulumi new` tells of it.
runtime: python
# What is said of it all.
config:
  aws:region:
    value: us-east-1
{"".join(f"  bluegreen:{key}:{chr(10)}    value: {value}{chr(10)}" for key, value in sample.OWN.items())}"""


def _files(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_becomes_a_services(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its name is the project, the service and the namespace of every setting; comments stay."""
    assert app.run(WORDS) == Code.OK
    text = (copy / "Pulumi.yaml").read_text()
    assert yaml.safe_load(text) == {
        "name": "shop",
        "runtime": "python",
        "config": {
            "aws:region": {"value": "eu-central-1"},
            "shop:service": {"value": "shop"},
            "shop:capacity": {"value": sample.OWN["capacity"]},
            "shop:user_data": {"value": "shop/user_data.sh"},
        },
    }
    assert "# What is said of it all." in text
    for role, settings in sample.STACKS.items():
        file = copy / f"Pulumi.{role}.yaml"
        assert yaml.safe_load(file.read_text()) == {"config": sample.stack(settings, "shop")}
    assert (copy / ".github" / "README.md").read_text().startswith("# shop\n")
    assert "next: make test" in capsys.readouterr().out


def test_the_roles_are_the_service_s(copy: Path) -> None:
    """Their program has a project of its own, so that it never takes another service's roles for its own."""
    before = yaml.safe_load((copy / "iam" / "Pulumi.yaml").read_text())
    app.run(WORDS)
    after = yaml.safe_load((copy / "iam" / "Pulumi.yaml").read_text())
    assert (before["name"], after["name"]) == ("bluegreen-iam", "shop-iam")
    changed = {"aws:region": {"value": "eu-central-1"}}
    changed["shop-iam:service"] = {**before["config"]["bluegreen-iam:service"], "default": "shop"}
    renamed = {key.replace("bluegreen-iam:", "shop-iam:"): value for key, value in before["config"].items()}
    assert after["config"] == {**renamed, **changed}


def test_again_it_changes_nothing(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And says so, also without the name."""
    app.run(WORDS)
    before = _files(copy)
    capsys.readouterr()
    assert app.run(WORDS) == app.run(["init", "--region", "eu-central-1"]) == Code.OK
    assert _files(copy) == before
    assert "already" in capsys.readouterr().out


def test_what_pulumi_new_named_is_made_whole(copy: Path) -> None:
    """It sets the project's name alone, and leaves the folder that it copied from."""
    file = copy / "Pulumi.yaml"
    tag = "  pulumi:tags:\n    value:\n      pulumi:template: /home/you/template\n"
    file.write_text(file.read_text().replace("name: bluegreen", "name: shop") + tag)
    assert app.run([word for word in WORDS if word != "shop"][:3]) == Code.OK
    assert "shop:service" in file.read_text()
    assert "pulumi:" not in file.read_text()
    assert "bluegreen:" not in file.read_text()


def test_a_service_can_be_the_template_of_another(copy: Path) -> None:
    """Its settings follow, and its page goes."""
    app.run(WORDS)
    file = copy / "Pulumi.yaml"
    file.write_text(file.read_text().replace("name: shop", "name: web"))
    assert app.run(["init", "--region", "us-east-1"]) == Code.OK
    assert [path for path in copy.glob("Pulumi*.yaml") if "shop:" in path.read_text()] == []
    assert (copy / ".github" / "README.md").read_text().startswith("# web\n")


def test_another_name_for_a_service_is_refused(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What its stacks hold would be found by nobody."""
    app.run(WORDS)
    before = _files(copy)
    assert app.run(["init", "web", "--region", "eu-central-1"]) == Code.CONFIG
    assert "this repository is the service shop's" in capsys.readouterr().err
    assert _files(copy) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Shop", "--region", "eu-central-1"], "at most 32 characters"),
        (["shop--web", "--region", "eu-central-1"], "single -"),
        (["shop", "--region", "middle-earth"], "'middle-earth' is no region of AWS"),
        (["shop", "--region", "eu-central-1", "--app", "/etc"], "outside of"),
        (["shop", "--region", "eu-central-1", "--app", "nothing"], "holds no application"),
        (["shop"], "again, with --region REGION"),
        (["--region", "eu-central-1"], "again, with NAME"),
    ],
)
def test_what_makes_no_service_is_refused(
    words: list[str], told: str, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rule, and no file changed."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    before = _files(copy)
    assert app.run(["init", *words]) == Code.CONFIG
    assert told in capsys.readouterr().err
    assert _files(copy) == before


def test_a_file_that_is_laid_out_otherwise_is_left_alone(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what to write by hand."""
    (copy / "Pulumi.yaml").write_text('{"name": "bluegreen", "config": {}}\n')
    before = _files(copy)
    assert app.run(WORDS) == Code.CONFIG
    assert "aws:region: eu-central-1" in capsys.readouterr().err
    assert _files(copy) == before


def test_a_file_that_cannot_be_written_leaves_all_as_they_were(copy: Path) -> None:
    """A service in half would be none."""
    (copy / ".github").write_text("in the way")
    before = _files(copy)
    assert app.run(WORDS) == Code.CONFIG
    assert _files(copy) == before


@given(st.text(alphabet=string.ascii_lowercase + string.ascii_uppercase + string.digits + "-_./ é", max_size=40))
def test_a_name_that_is_taken_fits_wherever_it_stands(name: str) -> None:
    """Nothing that the settings, a tag or GitHub would refuse later passes."""
    try:
        service.check_name(name)
    except Problem:
        return
    assert fields.SERVICE.read(name) == name
    assert name == name.strip("-")
    assert len(f"{name}-{Color.GREEN.value}") <= 128

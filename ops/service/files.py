"""The files that make a repository a service's, line by line, so that comments and order stay."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

import yaml

from components.settings import fields
from components.settings.reader import NAMESPACE
from ops.problem import Problem
from ops.service.readme import README, readme

if TYPE_CHECKING:
    from pathlib import Path

    from ops.service.service import Service

PROJECT_FILE = "Pulumi.yaml"

ROLES_FILE = "iam/Pulumi.yaml"
"""Of the program that makes CI's roles: a project of its own, whose state lies beside those of other services."""

TEMPLATE_SECTION = re.compile(r"^template:\n(?:[ \t]+.*\n)*", re.MULTILINE)
"""What `pulumi new` reads of a template, and takes out of a project (Pulumi docs, "Creating templates")."""

TEMPLATE_TAG = re.compile(r"^  pulumi:tags:\n    value:\n      pulumi:template: .*\n(?! {6})", re.MULTILINE)
"""Where `pulumi new` found the template, which may be a folder of one machine; `git log` tells it better."""


def changes(folder: Path, service: Service) -> dict[Path, str]:
    """The text of each file in FOLDER that becomes another one for SERVICE; none where all is so already.

    Raises Problem where the files are not laid out as this repository ships them.
    """
    before = _text(folder / PROJECT_FILE)
    old = _namespace(_read(before))
    texts = {folder / PROJECT_FILE: _project(before, old, service)}
    stacks = sorted(path for path in folder.glob("Pulumi.*.yaml") if path.is_file())
    texts |= {path: _renamed(_text(path), old, service.name) for path in stacks}
    if (folder / ROLES_FILE).exists():
        texts[folder / ROLES_FILE] = _roles(_text(folder / ROLES_FILE), old, service)
    if old != service.name or not (folder / README).exists():
        texts[folder / README] = readme(service)
    _check(texts[folder / PROJECT_FILE], service)
    return {path: text for path, text in texts.items() if not path.exists() or path.read_text() != text}


def write(texts: dict[Path, str]) -> None:
    """Write all of TEXTS by path, or none: raises Problem with the files as they were."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    except OSError as error:
        for path, content in before.items():
            _put_back(path, content)
        raise Problem(
            f"nothing was changed: {error.filename} can't be written", "see who owns it, then again"
        ) from None


def name_of(folder: Path) -> str:
    """The service that the project in FOLDER is of; empty while it is none's. Raises Problem."""
    document = _read(_text(folder / PROJECT_FILE))
    name = _namespace(document)
    return name if name not in {NAMESPACE, ""} and name == document.get("name") else ""


def _namespace(document: dict[str, Any]) -> str:
    """What the settings of the project in DOCUMENT begin with; `pulumi new` renames the project and leaves them."""
    settings: dict[str, Any] = document.get("config") or {}
    ending = f":{fields.SERVICE.key}"
    return next((str(key).removesuffix(ending) for key in settings if str(key).endswith(ending)), NAMESPACE)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            path.unlink()
    elif path.read_bytes() != content:
        path.write_bytes(content)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        raise Problem(f"there is no {path}", "in the folder of a copy of this repository, or --cwd FOLDER") from None


def _read(text: str) -> dict[str, Any]:
    document = yaml.safe_load(text)
    return document if isinstance(document, dict) else {}


def _project(text: str, old: str, service: Service) -> str:
    text = TEMPLATE_TAG.sub("", TEMPLATE_SECTION.sub("", _renamed(text, old, service.name)))
    text = re.sub(r"^name:.*$", f"name: {service.name}", text, count=1, flags=re.MULTILINE)
    text = _set(text, "aws:region", service.region)
    text = _set(text, f"{service.name}:service", service.name)
    key = f"{service.name}:{fields.USER_DATA.key}"
    if service.user_data != fields.USER_DATA.default or key in text:
        text = _set(text, key, service.user_data)
    return text


def _roles(text: str, old: str, service: Service) -> str:
    """TEXT of the roles' program of the service OLD as that of SERVICE: by its defaults it makes those that fit."""
    text = re.sub(r"^name:.*$", f"name: {service.name}-iam", text, count=1, flags=re.MULTILINE)
    text = _set(_renamed(text, f"{old}-iam", f"{service.name}-iam"), "aws:region", service.region)
    default = re.compile(
        rf"^(  {re.escape(service.name)}-iam:service:\n(?: {{4}}.*\n)*? {{4}}default:) .*$", re.MULTILINE
    )
    return default.sub(lambda line: f"{line[1]} {service.name}", text)


def _renamed(text: str, old: str, name: str) -> str:
    """TEXT with the settings of the project OLD as those of the project NAME."""
    return re.sub(rf"^(\s+){re.escape(old)}:", rf"\g<1>{name}:", text, flags=re.MULTILINE)


def _set(text: str, key: str, value: str) -> str:
    """TEXT of a project file that sets KEY to VALUE for all stacks; a new key follows the last of `config`."""
    shown = yaml.safe_dump(value).splitlines()[0]
    found = re.compile(rf"^(  {re.escape(key)}:\n    value:) .*$", re.MULTILINE)
    if found.search(text):
        return found.sub(lambda line: f"{line[1]} {shown}", text)
    section = re.compile(r"^config:\n(?:(?:[ \t]+.*)?\n)*?(?=\S|\Z)", re.MULTILINE)
    return section.sub(lambda whole: f"{whole[0].rstrip()}\n  {key}:\n    value: {shown}\n", text, count=1)


def _check(text: str, service: Service) -> None:
    """Raise Problem unless TEXT of the project's file says what SERVICE is."""
    document = _read(text)
    settings: dict[str, Any] = document.get("config") or {}
    wanted = {"aws:region": service.region, f"{service.name}:service": service.name}
    if service.user_data != fields.USER_DATA.default:
        wanted[f"{service.name}:{fields.USER_DATA.key}"] = service.user_data
    found = {key: settings.get(key) for key in wanted}
    if document.get("name") != service.name or found != {key: {"value": value} for key, value in wanted.items()}:
        lines = ", ".join(f"{key}: {value}" for key, value in {"name": service.name, **wanted}.items())
        what = f"nothing was changed: {PROJECT_FILE} is not laid out as this repository ships it"
        raise Problem(what, f"git checkout {PROJECT_FILE}, then again; or write it by hand: {lines}")

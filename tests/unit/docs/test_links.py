"""Every link of the repository's documents leads somewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.pages.page import anchors, links

ROOT = Path(__file__).resolve().parent.parent.parent.parent

BESIDE = {".venv", ".engine", ".local", ".local-demo", ".pytest_cache", "build", "__snapshots__"}
"""Folders that hold no documents of ours, and pages that tests print as comments of a pull request."""

PAGES = sorted(page for page in ROOT.rglob("*.md") if not BESIDE & set(page.relative_to(ROOT).parts))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_lead_somewhere(page: Path) -> None:
    """To a file or folder that is there, and in a page of Markdown to a heading that it has."""
    assert [link for link in links(page) if not _leads(page, link)] == []


def _leads(page: Path, link: str) -> bool:
    address = urlsplit(link)
    if address.scheme:
        return True
    target = (page.parent / unquote(address.path)).resolve() if address.path else page
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not address.fragment or (target.suffix == ".md" and address.fragment in anchors(target))


def test_each_page_is_in_the_index() -> None:
    """The index of the documents names every page but the decisions, which it names as a folder."""
    index = ROOT / "docs" / "README.md"
    named = {(index.parent / link.partition("#")[0]).resolve() for link in links(index)}
    there = {page for page in PAGES if page.is_relative_to(index.parent) and page.parent.name not in {"adr", "iam"}}
    assert there - {index} - named == set()


def test_the_readme_leads_to_each_runbook() -> None:
    """Nobody searches at three in the morning."""
    named = {(ROOT / link).resolve() for link in links(ROOT / "README.md")}
    assert set((ROOT / "docs" / "runbooks").glob("*.md")) <= named

"""A test run counts what it ran and is never green for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import run_tests
from tools.run_tests import Count, complaint, count_in

if TYPE_CHECKING:
    from pathlib import Path

SUITE = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure>x</failure></testcase>
<testcase classname="a" name="bad"><error>in teardown</error></testcase>
<testcase classname="a" name="left_out"><skipped/></testcase>
<testcase classname="b" name="good"/>
</testsuite></testsuites>"""
PASSING = 'import pytest\n@pytest.mark.parametrize("n", [1, 2])\ndef test_good(n): pass\n'
FAILING = "def test_bad(): assert False\n"
SKIPPED = "import pytest\n@pytest.mark.skip\ndef test_left_out(): pass\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project whose tiers are empty, without markers."""
    monkeypatch.setattr(run_tests, "ROOT", tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # half of pytest's start
    monkeypatch.setattr(run_tests, "TIERS", {name: ("", f"tests/{name}") for name in ("unit", "engine")})
    for name in ("unit", "engine"):
        (tmp_path / "tests" / name).mkdir(parents=True)
    return tmp_path


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["run_tests", *arguments])
    return run_tests.main()


def test_a_test_counts_once(tmp_path: Path) -> None:
    """Failing and then breaking in the teardown is one failure."""
    (tmp_path / "junit.xml").write_text(SUITE)
    assert count_in(tmp_path / "junit.xml") == Count(passed=2, failed=1, skipped=1)


def test_no_report_is_no_test(tmp_path: Path) -> None:
    """A pytest that crashed counts as nothing, which is a complaint of its own."""
    assert count_in(tmp_path / "junit.xml") == Count()
    assert "code 3" in complaint("unit", 3, Count())


def test_a_tier_that_ran_nothing_is_a_complaint() -> None:
    """Whatever pytest's exit code was."""
    assert "collected no test" in complaint("unit", 5, Count())
    assert "collected no test" in complaint("unit", 0, Count())
    assert "skipped every test" in complaint("unit", 0, Count(skipped=4))
    assert complaint("unit", 0, Count(passed=1, skipped=4)) == ""


def test_tiers_are_counted_and_summed(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sum is alone on the last line, the tiers on the line before."""
    (project / "tests/unit/test_one.py").write_text(PASSING + SKIPPED)
    (project / "tests/engine/test_two.py").write_text(PASSING)
    assert _run(monkeypatch, "unit", "engine") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["unit 2, engine 2", "4 passed, 0 failed, 1 skipped"]


def test_one_red_tier_makes_the_run_red_and_the_others_run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failure in the first tier hides nothing of the second."""
    (project / "tests/unit/test_one.py").write_text(FAILING)
    (project / "tests/engine/test_two.py").write_text(PASSING)
    assert _run(monkeypatch, "unit", "engine") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 1 failed, 0 skipped"


def test_an_empty_tier_makes_the_run_red(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It counts as a failure, so that no reader of the last line takes the run for green."""
    (project / "tests/unit/test_one.py").write_text(PASSING)
    assert _run(monkeypatch, "unit", "engine") == 1
    end = capsys.readouterr().out.splitlines()
    assert "engine: collected no test in tests/engine" in end
    assert end[-2:] == ["unit 2, engine 0", "2 passed, 1 failed, 0 skipped"]


def test_what_follows_two_dashes_goes_to_pytest(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One test can be picked by name."""
    (project / "tests/unit/test_one.py").write_text(PASSING + FAILING)
    assert _run(monkeypatch, "unit", "--", "-k", "good") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed, 0 skipped"

"""Run test tiers one after another and count: `python -m tools.run_tests [tier ...] [-- pytest arguments]`.

Tiers: unit, local (parts of the local AWS), engine, drill (these four when none is named) and nightly.
A tier fails when a test fails, and also when it collected nothing: a green run that tested nothing is worse than a red
one. The last line, alone, is `N passed, N failed, N skipped`; a tier that could not report counts as one failure.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from tools.problem import INTERRUPTED, told

ROOT = Path(__file__).parent.parent
BY_FILE = ("--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder")
"""A file's tests share what was deployed for them; a file with few tests may still take longest.

More processes than cores: these tests wait half of their time for instances that boot and targets that drain.
"""

TIERS = {
    "unit": ("not local and not engine and not drill and not nightly", "tests/unit", "--numprocesses=2"),
    "local": ("local", "tests/unit/local", "--numprocesses=2"),
    "engine": ("engine and not nightly", "tests/engine", *BY_FILE),
    "drill": ("drill and not nightly", "tests/drill", *BY_FILE),
    "nightly": ("nightly", "tests", "--timeout=7200"),
}
DEFAULT = ("unit", "local", "engine", "drill")
PYTEST_COLLECTED_NOTHING = 5  # pytest's documentation, "Exit codes"


@dataclass(frozen=True)
class Count:
    """How the tests of one tier ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    @property
    def ran(self) -> int:
        """Tests that were collected and ended, skipped ones left out."""
        return self.passed + self.failed

    def __add__(self, other: Count) -> Count:
        """Add up two tiers."""
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        """Return the line that ends a run."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main() -> int:
    """Run the tiers named on the command line; return 0 only if each ran something and all of it passed."""
    tiers, pytest_arguments = _arguments(sys.argv[1:])
    counts: dict[str, Count] = {}
    complaints: list[str] = []
    for tier in tiers:
        code, counts[tier] = _run(tier, pytest_arguments)
        if code == INTERRUPTED:
            return INTERRUPTED
        if trouble := complaint(tier, code, counts[tier]):
            complaints.append(trouble)
    print(report(counts, complaints), flush=True)
    return 1 if complaints else 0


def complaint(tier: str, code: int, count: Count) -> str:
    """Return what is wrong with a tier whose pytest ended with `code` after `count`, or "" when it is sound."""
    if code == PYTEST_COLLECTED_NOTHING or (code == 0 and count.ran + count.skipped == 0):
        return f"{tier}: collected no test in {TIERS[tier][1]}"
    if code == 0 and count.ran == 0:
        return f"{tier}: skipped every test, which proves nothing"
    if code == 0:
        return ""
    if count.failed == 0:
        return f"{tier}: pytest ended with code {code} and reported no failed test: see its output above"
    return f"{tier}: {count.failed} failed"


def count_in(report_file: Path) -> Count:
    """Read a JUnit report; a test that failed and also broke in its teardown counts once. No report, no tests."""
    try:
        cases = ET.parse(report_file).iter("testcase")  # noqa: S314  (pytest wrote it a moment ago)
    except (OSError, ET.ParseError):
        return Count()
    ended: dict[tuple[str | None, str | None], str] = {}
    for case in cases:
        name = (case.get("classname"), case.get("name"))
        ended[name] = _worse(ended.get(name, "passed"), _ending(case))
    endings = list(ended.values())
    return Count(endings.count("passed"), endings.count("failed"), endings.count("skipped"))


def report(counts: dict[str, Count], complaints: list[str]) -> str:
    """Return the end of the run's output: complaints, tests per tier, and the sum on the last line.

    A complaint about a tier without a failed test counts as one failure in the sum.
    """
    unreported = sum(1 for complaint in complaints if counts[complaint.partition(":")[0]].failed == 0)
    total = sum(counts.values(), Count(failed=unreported))
    tiers = ", ".join(f"{tier} {count.ran}" for tier, count in counts.items())
    return "\n".join(["", *complaints, tiers, str(total)])


def _ending(case: ET.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def _worse(one: str, other: str) -> str:
    return max(one, other, key=("passed", "skipped", "failed").index)


def _arguments(given: list[str]) -> tuple[list[str], list[str]]:
    ours, theirs = given, []
    if "--" in given:
        ours, theirs = given[: given.index("--")], given[given.index("--") + 1 :]
    parser = argparse.ArgumentParser(
        prog="python -m tools.run_tests", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tiers", nargs="*", metavar="tier", help=", ".join(TIERS))
    tiers: list[str] = parser.parse_args(ours).tiers
    for tier in tiers:
        if tier not in TIERS:
            parser.error(f"unknown tier {tier}: expected {', '.join(TIERS)}")
    return tiers or list(DEFAULT), theirs


def _run(tier: str, pytest_arguments: list[str]) -> tuple[int, Count]:
    markers, folder, *options = TIERS[tier]
    print(f"--- {tier} tests", flush=True)
    with tempfile.TemporaryDirectory(prefix="bluegreen-tests-") as place:
        junit = Path(place) / "junit.xml"
        pytest = [sys.executable, "-m", "pytest", "-m", markers, f"--junit-xml={junit}"]
        arguments = [*pytest, *options, *pytest_arguments, folder]
        code = _wait(subprocess.Popen(arguments, cwd=ROOT, stdin=subprocess.DEVNULL))
        return code, count_in(junit)


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Return pytest's exit code. On a signal, let pytest take down what its tests started, then return INTERRUPTED."""

    def terminated(*_: object) -> None:
        # Ctrl-C reaches pytest by itself, SIGTERM only us; pytest runs its fixtures' ends on SIGINT alone.
        process.send_signal(signal.SIGINT)
        raise KeyboardInterrupt

    earlier = signal.signal(signal.SIGTERM, terminated)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return INTERRUPTED
    finally:
        signal.signal(signal.SIGTERM, earlier)


if __name__ == "__main__":
    sys.exit(told(main))

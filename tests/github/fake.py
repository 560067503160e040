"""A GitHub on this machine: served over HTTP, with tokens that may do what a job's `permissions:` say."""

from __future__ import annotations

import contextlib
import re
import secrets
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.github import permissions, refusal, routes
from tests.github.code import Code
from tests.github.desk import BOT, PERSON, Artifact, Desk, Issue
from tests.github.git import Git, MissingError
from tests.github.pages import paged
from tests.github.shapes import Shapes
from tests.github.talk import Talk

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

EVERYTHING = {"contents": "write", "issues": "write", "pull-requests": "write"}


@dataclass
class Fault:
    """What a request whose `METHOD path` matches PATTERN gets, TIMES times; done first where it is LATE."""

    pattern: str
    status: int
    message: str
    headers: Mapping[str, str]
    times: int
    late: bool


@dataclass
class FakeGithub:
    """One repository; FOLDER gets its bare repository, which a checkout clones. `url` is its API's once it is served.

    `log` holds each request as `METHOD path`, `writes` those that were done and may have changed something.
    """

    folder: Path
    repository: str = "acme/shop"
    may_open_pulls: bool = True
    """Settings, Actions, "Allow GitHub Actions to create and approve pull requests"."""
    desk: Desk = field(default_factory=Desk)
    log: list[str] = field(default_factory=list[str])
    writes: list[str] = field(default_factory=list[str])
    _tokens: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _faults: list[Fault] = field(default_factory=list[Fault])

    def __post_init__(self) -> None:
        """Make the parts."""
        self.git = Git(self.folder / "github.git")
        self.shapes = Shapes(self.repository, self.git)
        self.talk = Talk(self.desk, self.git, self.shapes)

    @property
    def url(self) -> str:
        """What GITHUB_API_URL says; empty unless it is served."""
        return self.shapes.url

    def token(self, allowed: Mapping[str, str] = EVERYTHING) -> str:
        """A job's token whose `permissions:` are ALLOWED."""
        token = f"ghs_{secrets.token_hex(18)}"
        self._tokens[token] = dict(allowed)
        return token

    def fail(  # noqa: PLR0913  an answer has that many parts
        self,
        pattern: str,
        status: int = 502,
        message: str = "Server Error",
        *,
        headers: Mapping[str, str] | None = None,
        times: int = 1,
        late: bool = False,
    ) -> None:
        """Answer the next TIMES requests whose `METHOD path` has PATTERN with STATUS; LATE: after they were done."""
        self._faults.append(Fault(pattern, status, message, headers or {}, times, late))

    def heal(self) -> None:
        """Let no fault wait any more."""
        self._faults.clear()

    def commit(self, files: Mapping[str, str | None], message: str = "Change", branch: str = "main") -> str:
        """A person's commit of FILES (None removes one) on BRANCH, or on a new one from main; returns its id."""
        branches = self.git.branches()
        parent = branches.get(branch, branches.get("main"))
        entries: list[dict[str, Any]] = [
            {"path": path, "mode": "100644", "type": "blob", "sha": text and self.git.blob(text.encode())}
            for path, text in files.items()
        ]
        made = self.git.commit(self.git.tree(parent, entries), [parent] if parent else [], message)
        self.git.point(branch, made)
        return made

    def open_pull(self, head: str, title: str = "Change", base: str = "main") -> Issue:
        """A person's pull request from the branch HEAD, or from a fork's (`owner:branch`, `owner/name:branch`)."""
        return self.desk.open(title, "", PERSON, head=head, base=base)

    def merge(self, number: int) -> str:
        """A person merges pull request NUMBER; returns the merge's id."""
        return str(self.talk.merge_pull(number)["sha"])

    def keep(self, name: str, run: int, branch: str = "main", *, strange: bool = False, expired: bool = False) -> None:
        """Run RUN on BRANCH keeps an artifact NAME; a STRANGE one is a fork's."""
        kept = Artifact(len(self.desk.artifacts) + 1, name, run, branch, strange, expired)
        self.desk.artifacts.append(kept)

    def pull_event(self, number: int, action: str = "synchronize") -> dict[str, Any]:
        """What GITHUB_EVENT_PATH holds in a run for pull request NUMBER."""
        pull = self.shapes.pull(self.desk.issues[number])
        return {"action": action, "number": number, "pull_request": pull, "repository": self.shapes.whole()}

    def check(self) -> None:
        """Refuse the request where its token may not do it, or a fault waits for it."""
        words = request.headers.get("Authorization", "").split()
        allowed = self._tokens.get(words[-1]) if words else None
        what = f"{request.method} {request.path}"
        self.log.append(what)
        g.fault = next((each for each in self._faults if each.times and re.search(each.pattern, what)), None)
        if g.fault and not g.fault.late:
            raise self._break()
        if allowed is None:
            raise refusal.RefusalError(401, refusal.UNAUTHORIZED)
        path = request.path.removeprefix(f"/repos/{self.repository}").strip("/")
        if not permissions.allow(allowed, permissions.needed(path, on_pull=self.talk.on_pull(path)), request.method):
            raise refusal.RefusalError(403, refusal.FORBIDDEN)
        if (request.method, path) == ("POST", "pulls") and not self.may_open_pulls:
            raise refusal.RefusalError(403, refusal.NO_PULLS)

    def done(self, response: Response) -> Response:
        """Keep what was written, and cut lists into pages."""
        if response.status_code < 300:
            if request.method != "GET":
                self.writes.append(f"{request.method} {request.path.removeprefix(f'/repos/{self.repository}')}")
            if g.fault:
                return current_app.make_response(answered(self._break()))
        return paged(response)

    def _break(self) -> refusal.RefusalError:
        fault: Fault = g.fault
        fault.times -= 1
        g.fault = None
        return refusal.RefusalError(fault.status, fault.message, dict(fault.headers))


@contextlib.contextmanager
def serve(github: FakeGithub) -> Generator[FakeGithub]:
    """Serve GITHUB on 127.0.0.1 for the length of a block."""
    code = Code(github.git, github.shapes)
    app = routes.build(github.repository, github.talk, code, github.shapes, lambda: BOT)
    _answer_refusals(app)
    app.before_request(github.check)
    app.after_request(github.done)
    # One request after the other: what GitHub does at once is done as one.
    server = make_server("127.0.0.1", 0, app, request_handler=_Quiet)
    github.shapes.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield github
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  the library's
        """Say nothing."""


def answered(error: refusal.RefusalError) -> Any:
    """ERROR as an answer."""
    return jsonify(error.document), error.status, error.headers


def _answer_refusals(app: Flask) -> None:
    def not_found(error: Exception) -> Any:
        return answered(refusal.RefusalError(404, "Not Found", detail=str(error)))

    app.register_error_handler(refusal.RefusalError, answered)
    app.register_error_handler(MissingError, not_found)
    app.register_error_handler(HTTPException, not_found)

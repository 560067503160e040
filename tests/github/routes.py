"""Which address means what (docs.github.com/rest)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask, request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.github.code import Code
    from tests.github.shapes import Shapes
    from tests.github.talk import Talk

CREATED, EMPTY = 201, 204


def build(repository: str, talk: Talk, code: Code, shapes: Shapes, who: Callable[[], str]) -> Flask:
    """An application that answers about REPOSITORY; WHO tells whose token a request brought."""
    app = Flask("github")

    def route(method: str, path: str, answer: Callable[..., Any]) -> None:
        def view(**place: Any) -> Any:
            status = {"POST": CREATED, "DELETE": EMPTY}.get(method, 200)
            return app.json.response(answer(**place)), status

        app.add_url_rule(f"/repos/{repository}{path}", f"{method} {path}", view, methods=[method])

    def given() -> dict[str, Any]:
        return request.get_json()

    route("GET", "", shapes.whole)
    route("GET", "/issues", lambda: talk.issues(request.args))
    route("POST", "/issues", lambda: talk.open_issue(given(), who()))
    route("GET", "/issues/<int:number>", talk.issue)
    route("PATCH", "/issues/<int:number>", lambda number: talk.change_issue(number, given()))
    route("GET", "/issues/<int:number>/comments", talk.comments)
    route("POST", "/issues/<int:number>/comments", lambda number: talk.write_comment(number, given(), who()))
    route("GET", "/issues/comments/<int:identity>", talk.comment)
    route("PATCH", "/issues/comments/<int:identity>", lambda identity: talk.change_comment(identity, given()))
    route("DELETE", "/issues/comments/<int:identity>", talk.drop_comment)
    route("GET", "/labels", talk.labels)
    route("POST", "/labels", lambda: talk.make_label(given()))
    route("GET", "/labels/<name>", talk.label)
    route("GET", "/pulls", lambda: talk.pulls(request.args))
    route("POST", "/pulls", lambda: talk.open_pull(given(), who()))
    route("GET", "/pulls/<int:number>", talk.pull)
    route("PATCH", "/pulls/<int:number>", lambda number: talk.change_pull(number, given()))
    route("PUT", "/pulls/<int:number>/merge", talk.merge_pull)
    route("GET", "/git/ref/heads/<path:branch>", code.ref)
    route("GET", "/git/refs/heads/<path:branch>", code.ref)
    route("GET", "/git/matching-refs/heads/<path:start>", code.matching_refs)
    route("POST", "/git/refs", lambda: code.make_ref(given()))
    route("PATCH", "/git/refs/heads/<path:branch>", lambda branch: code.change_ref(branch, given()))
    route("DELETE", "/git/refs/heads/<path:branch>", code.drop_ref)
    route("POST", "/git/blobs", lambda: code.make_blob(given()))
    route("GET", "/git/blobs/<sha>", code.blob)
    route("POST", "/git/trees", lambda: code.make_tree(given()))
    route("GET", "/git/trees/<sha>", code.tree)
    route("POST", "/git/commits", lambda: code.make_commit(given(), who()))
    route("GET", "/git/commits/<sha>", code.commit)
    route("GET", "/contents/<path:path>", lambda path: code.contents(path, request.args))
    route("GET", "/actions/artifacts", lambda: talk.artifacts(request.args))
    return app

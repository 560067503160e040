"""The control API: how the other parts, people and tests look into the local AWS. Nothing here counts as a call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from local.cloud import backends, exchange, images
from local.cloud.delays import InvalidDelayError
from local.cloud.fault import InvalidFaultError
from local.cloud.faults import UnknownFaultError
from local.cloud.health import GroupHealth
from local.cloud.permissions import InvalidPolicyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.elbv2.models import FakeTargetGroup

    from local.cloud.cloud import Cloud

PREFIX = "/_local/"

ROUTES = Map(
    [
        Rule("/_local/status", methods=["GET"], endpoint="status"),
        Rule("/_local/calls", methods=["GET"], endpoint="calls"),
        Rule("/_local/instances", methods=["GET"], endpoint="instances"),
        Rule("/_local/edge", methods=["GET"], endpoint="edge"),
        Rule("/_local/targets", methods=["GET"], endpoint="targets"),
        Rule("/_local/traffic", methods=["GET"], endpoint="traffic"),
        Rule("/_local/settings", methods=["GET"], endpoint="settings"),
        Rule("/_local/settings", methods=["POST"], endpoint="change_settings"),
        Rule("/_local/exchange", methods=["POST"], endpoint="exchange"),
        Rule("/_local/image", methods=["POST"], endpoint="image"),
        Rule("/_local/faults", methods=["GET"], endpoint="faults"),
        Rule("/_local/faults", methods=["POST"], endpoint="add_fault"),
        Rule("/_local/faults", methods=["DELETE"], endpoint="remove_faults"),
        Rule("/_local/policies", methods=["POST"], endpoint="hold"),
        Rule("/_local/policies", methods=["DELETE"], endpoint="release"),
        Rule("/_local/faults/<name>", methods=["DELETE"], endpoint="remove_fault"),
    ]
)

Answer = dict[str, Any]


class Control:
    """Answers one control request at a time for CLOUD, whose lock it takes itself."""

    def __init__(self, cloud: Cloud, region: str) -> None:
        """Serve CLOUD; public parameters are published in REGION."""
        self._cloud = cloud
        self._region = region

    def answer(self, request: Request) -> Response:
        """JSON for REQUEST; 400 with `error` for one that makes no sense, 404 or 405 for one that is unknown."""
        try:
            endpoint, named = ROUTES.bind_to_environ(request.environ).match()
            handle: Callable[..., Answer] = getattr(self, f"_{endpoint}")
            return _json(handle(request, **named), 200)
        except (InvalidDelayError, InvalidFaultError, InvalidPolicyError, images.NotPublishedError) as error:
            return _json({"error": str(error)}, 400)
        except UnknownFaultError as error:
            return _json({"error": str(error)}, 404)
        except HTTPException as error:
            return _json({"error": f"{request.method} {request.path}: {error.description}"}, error.code or 500)

    def _status(self, _request: Request) -> Answer:
        age = self._cloud.observed.age
        return {"ready": True, "balancer": {"present": not self._cloud.observed.silent, "last_report": age}}

    def _calls(self, request: Request) -> Answer:
        since = request.args.get("since", "0")
        if not since.isdigit():
            raise BadRequest("since must be the number of a call")
        return {"calls": [call.describe() for call in self._cloud.calls.since(int(since))]}

    def _instances(self, _request: Request) -> Answer:
        with self._cloud.lock:
            return {"instances": self._cloud.machines.describe()}

    def _edge(self, _request: Request) -> Answer:
        with self._cloud.lock:
            bound = self._cloud.observed.bound
            listeners = [
                {
                    "arn": listener.arn,
                    "load_balancer": listener.load_balancer_arn,
                    "port": int(listener.port),
                    "address": f"http://127.0.0.1:{bound[listener.arn]}",
                    "weights": backends.weights(listener),
                }
                for listener in backends.listeners()
                if listener.arn in bound
            ]
        return {"listeners": listeners}

    def _targets(self, _request: Request) -> Answer:
        with self._cloud.lock:
            return {
                "target_groups": [
                    self._targets_of(GroupHealth(self._cloud, each), each) for each in backends.target_groups()
                ]
            }

    def _targets_of(self, health: GroupHealth, group: FakeTargetGroup) -> Answer:
        targets = [(target, health.of(target)) for target in health.targets()]
        described = [
            {"id": target["Id"], "port": int(target["Port"]), "state": seen.state, "reason": seen.reason}
            for target, seen in targets
        ]
        return {"arn": group.arn, "name": group.name, "targets": described}

    def _traffic(self, _request: Request) -> Answer:
        return self._cloud.observed.traffic

    def _settings(self, _request: Request) -> Answer:
        return self._cloud.delays.describe()

    def _change_settings(self, request: Request) -> Answer:
        wanted = _body(request)
        with self._cloud.lock:
            self._cloud.delays.change(wanted)
            return self._cloud.delays.describe()

    def _exchange(self, request: Request) -> Answer:
        report = _body(request)
        with self._cloud.lock:
            self._cloud.report(report)
            return exchange.answer(self._cloud)

    def _image(self, request: Request) -> Answer:
        wanted = _body(request)
        parameter, image = str(wanted.get("parameter", "")), str(wanted.get("image", ""))
        with self._cloud.lock:
            return {"parameter": parameter, "version": images.publish(self._region, parameter, image)}

    def _hold(self, request: Request) -> Answer:
        wanted = _body(request)
        if not isinstance(wanted.get("key"), str) or not isinstance(wanted.get("policies"), list):
            raise BadRequest("the body must have key, an access key, and policies, a list of policy documents")
        self._cloud.permissions.hold(wanted["key"], wanted["policies"])
        return {"key": wanted["key"]}

    def _release(self, _request: Request) -> Answer:
        self._cloud.permissions.release()
        return {}

    def _faults(self, _request: Request) -> Answer:
        return {"faults": self._cloud.faults.describe()}

    def _add_fault(self, request: Request) -> Answer:
        return {"id": self._cloud.faults.add(_body(request))}

    def _remove_faults(self, request: Request) -> Answer:
        self._cloud.faults.remove()
        return self._faults(request)

    def _remove_fault(self, request: Request, name: str) -> Answer:
        self._cloud.faults.remove(name)
        return self._faults(request)


def _body(request: Request) -> dict[str, Any]:
    body = request.get_json(force=True)
    if not isinstance(body, dict):
        raise BadRequest("the body must be a JSON object")
    return body


def _json(answer: Answer, status: int) -> Response:
    return Response(json.dumps(answer), status, content_type="application/json")

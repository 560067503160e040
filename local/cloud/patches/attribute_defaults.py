"""Attributes that nobody set have AWS's defaults.

moto leaves most of them out. AWS: ALB guide, "Load balancer attributes" and "Target group attributes".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer, FakeTargetGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

LOAD_BALANCER = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}

TARGET_GROUP = {
    "deregistration_delay.timeout_seconds": "300",
    "load_balancing.algorithm.anomaly_mitigation": "off",
    "load_balancing.algorithm.type": "round_robin",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "slow_start.duration_seconds": "0",
    "stickiness.app_cookie.cookie_name": "",
    "stickiness.app_cookie.duration_seconds": "86400",
    "stickiness.enabled": "false",
    "stickiness.lb_cookie.duration_seconds": "86400",
    "stickiness.type": "lb_cookie",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}

LONGEST_DELAY = "3600"
DELAY = "deregistration_delay.timeout_seconds"


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Begin application load balancers and their target groups with all attributes."""

    @patching.around(FakeLoadBalancer, "__init__")
    def _load_balancer(original: Callable[..., None], self: FakeLoadBalancer, **options: Any) -> None:  # noqa: ANN401  moto's
        original(**options)
        if self.type == "application":
            self.attrs = dict(LOAD_BALANCER)

    @patching.around(FakeTargetGroup, "__init__")
    def _target_group(original: Callable[..., None], self: FakeTargetGroup, **options: Any) -> None:  # noqa: ANN401  moto's
        original(**options)
        if self.protocol in ("HTTP", "HTTPS"):
            self.attributes.clear()
            self.attributes.update(TARGET_GROUP)

    @patching.around(ELBv2Backend, "modify_target_group_attributes")
    def _modify(original: Callable[..., None], self: ELBv2Backend, arn: str, attributes: dict[str, Any]) -> None:
        original(arn, {key: value for key, value in attributes.items() if (key, str(value)) != (DELAY, LONGEST_DELAY)})
        # moto takes the documented maximum for too much.
        self.target_groups[arn].attributes.update(attributes)

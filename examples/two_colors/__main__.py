"""Router and both environments as plain components, in one stack. Run it with the project's folder on PYTHONPATH."""

from components.color import Color
from components.environment import Environment
from components.network import Network
from components.router import Router

network = Network("network", {"cidr": "10.0.0.0/16", "nat": "none", "tags": {}})
router = Router(
    "router",
    {
        "service": "shop",
        "active_color": Color.BLUE,
        "vpc_id": network.vpc_id,
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": network.public_subnet_ids,
        "app_port": 8080,
    },
)
for color in Color:
    Environment(
        color.value,
        {
            "service": f"shop-{color.value}",
            "release": "1.0.0",
            "version": "1.0.0",
            "image": "ami-0123456789abcdef0",
            "instance_type": "t3.micro",
            "user_data": "#!/bin/bash\npython3 -m http.server 8080\n",
            "app_port": 8080,
            "vpc_id": network.vpc_id,
            "subnet_ids": network.private_subnet_ids,
            "target_group_arn": router.target_group_arns[color.value],
            "load_balancer_security_group_id": router.load_balancer_security_group_id,
            "minimum": 1,
            "maximum": 2,
        },
    )

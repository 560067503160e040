"""Router and both environments as plain components, in one stack. Run it with the project's folder on PYTHONPATH."""

import pulumi

from components import naming
from components.color import Color
from components.environment import Environment
from components.network import Network
from components.router import Router

# Names of records hold service and stack; where one stack holds both colors, the service tells them apart.
stack = pulumi.get_stack()
services = {color: f"shop-{color.value}" for color in Color}

network = Network("network", {"cidr": "10.0.0.0/16", "nat": "none", "tags": {}})
router = Router(
    "router",
    {
        "service": "shop",
        "active_color": Color.BLUE,
        # The gate asks them what each color runs, and whether a deployment of it is under way.
        "release_parameters": {color.value: naming.release_parameter(name, stack) for color, name in services.items()},
        "intent_parameters": {color.value: naming.intent_parameter(name, stack) for color, name in services.items()},
        "vpc_id": network.vpc_id,
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": network.public_subnet_ids,
        "app_port": 8080,
    },
)
for color, service in services.items():
    Environment(
        color.value,
        {
            "service": service,
            # Its guard asks the router's parameter whether this color is still the way back.
            "active_parameter": naming.active_parameter("shop", stack),
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

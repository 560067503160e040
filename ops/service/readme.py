"""The first page of a service's repository; the one at its root stays that of the program, for updates to merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ops.service.service import Service

README = ".github/README.md"
"""GitHub shows it before the one at the root (GitHub docs, "About the repository README file")."""

TEXT = """# {name}

Runs on AWS in {region}, as blue and green: two identical environments, one of which carries the traffic.
`active_color` in [Pulumi.router.yaml](../Pulumi.router.yaml) says which.
What an instance runs: [{user_data}](../{user_data}).

```
bluegreen status                # who carries traffic, who is healthy
bluegreen deploy 1.2.0          # a release to the color without traffic
bluegreen switch                # all traffic to it
bluegreen rollback              # and back
```

`make setup` makes the command, `make demo` shows what it does on this machine, `make test` tests it there.

How all of it works, and every setting: [README.md](../README.md).
How this repository was made, and how it gets updates: [docs/new-service.md](../docs/new-service.md).
"""


def readme(service: Service) -> str:
    """What that page of SERVICE says."""
    return TEXT.format(name=service.name, region=service.region, user_data=service.user_data)

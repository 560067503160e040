"""The instances of a local AWS: each runs its own user data in a sandbox folder."""

from local.instances.supervisor import Supervisor

__all__ = ["Supervisor"]

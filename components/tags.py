"""The tags that tell what a resource belongs to. No time stands in them: it would show as a change each day."""


def tags(service: str, stack: str, **more: str) -> dict[str, str]:
    """Tags of everything in STACK, and MORE, as `bluegreen:release`."""
    known = {"service": service, "stack": stack, **more}
    return {"Name": f"{service}-{stack}", **{f"bluegreen:{name}": value for name, value in known.items()}}

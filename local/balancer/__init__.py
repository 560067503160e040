"""The HTTP data plane of the local AWS: it does what the listeners say."""

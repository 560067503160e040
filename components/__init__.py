"""Blue-green deployment on AWS as Pulumi components: `Network`, `Router`, `Environment`, `Fleet`.

Import each from its own module, so that the pure parts (`color`, `settings`) come without Pulumi.
"""

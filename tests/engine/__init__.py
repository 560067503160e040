"""The real Pulumi engine on the local AWS."""

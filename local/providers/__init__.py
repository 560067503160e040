"""Stand-ins for the official `aws` and `random` plugins, attached through PULUMI_DEBUG_PROVIDERS.

They serve where the official plugins are not wanted or can't be downloaded, and talk to any AWS that boto3 can reach.
"""

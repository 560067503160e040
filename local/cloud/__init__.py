"""The local AWS's API: moto's server in-process, patched where it differs from AWS for this program."""

import os

# moto reads its settings once, when it is imported; every module of this package imports it after this file.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
os.environ.setdefault("MOTO_ACM_VALIDATION_WAIT", "0")
# Some 1300 images that are not Amazon's current ones, with a snapshot each; any image id can be launched without.
os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
# A web page open in a browser on this machine has no business with the local AWS.
os.environ.setdefault("MOTO_DISABLE_GLOBAL_CORS", "true")

"""Tests of the local AWS's API, through boto3."""

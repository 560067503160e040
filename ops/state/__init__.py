"""A place for the stacks' state: a bucket of S3, and the key of KMS that encrypts it and the secrets in it."""

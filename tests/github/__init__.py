"""A GitHub on this machine: one repository with its issues and pull requests, for the verbs and for workflows."""

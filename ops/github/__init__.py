"""What the command line writes on GitHub, from a job of GitHub Actions: comments, issues and pull requests."""

"""The workflows of `.github/workflows/`, read and replayed on this machine."""

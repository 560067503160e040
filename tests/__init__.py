"""What holds the project to its promises."""

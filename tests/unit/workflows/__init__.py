"""Tests of the workflows and of their replay."""

"""Tests: they read as claims and compare with something independent of the code."""

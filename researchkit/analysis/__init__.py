"""MEANING: pure functions, frame in and frame out."""

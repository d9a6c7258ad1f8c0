"""Faults of disk, process and clock against whole runs on the sample: `python -m tests.faults`."""

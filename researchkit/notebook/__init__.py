"""The notebook of a company: made, refreshed, run."""

"""WHO: a company's profile and its identity."""

"""`python -m researchkit` is the `researchkit` command."""

from researchkit.cli import main

main()

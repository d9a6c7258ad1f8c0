"""ONE PAGE, from a dossier alone."""

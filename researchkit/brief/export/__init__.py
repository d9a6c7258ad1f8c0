"""One exporter a file type; `export` picks by suffix."""

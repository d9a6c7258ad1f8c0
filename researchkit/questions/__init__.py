"""ASKING: questions worth asking, each with its evidence."""

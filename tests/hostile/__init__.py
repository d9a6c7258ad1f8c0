"""A hostile web on loopback: named cases over every row of what the outside world may do, and who runs against them.

`python -m tests.hostile --report` runs them caged, with two controls beside ours: a client that refuses everything and
one that accepts everything. A case that both controls pass proves nothing and is marked.
"""

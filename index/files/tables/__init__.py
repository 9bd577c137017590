"""Tables of every format as grids: the cells, their heads, their lines."""

"""From the tables of the lake to the sums of each cell."""

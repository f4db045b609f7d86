"""One file per execution engine: how it opens the files of the lake."""

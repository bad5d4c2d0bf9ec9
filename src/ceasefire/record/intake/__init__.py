"""Tables of others, row by row into the record: one file per format."""

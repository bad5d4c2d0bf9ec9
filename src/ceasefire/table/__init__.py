"""Tables as others hand them over: packed, saved by other programs, with titles and tags; read as a person would read them."""

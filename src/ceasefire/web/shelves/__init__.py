"""What is at hand to look at: cases, articles and the rest of the material."""

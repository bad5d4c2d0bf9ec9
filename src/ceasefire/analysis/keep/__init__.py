"""Would they keep it: stability, and what would hold those who could gain by a breach."""

"""Would they sign, and what stands in the way: one question each, two engines (every state, or the integer program)."""

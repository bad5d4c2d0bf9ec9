"""The dispute as arrays: the space of states, what each is worth to whom, and the board on which parties move."""

from ceasefire.analysis.dispute.compiled import WALK_AWAY, Condition, Dispute, dispute, link

__all__ = ["WALK_AWAY", "Condition", "Dispute", "dispute", "link"]

"""Backtest: the rules of calm and breakdown held against truces of which it was written down what happened."""

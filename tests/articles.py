"""An article of our own about real talks, in the manner of a newspaper."""

ARTICLE = """\
Near accord on a truce

After missing an initial target date of Aug. 1, John Kerry and Sergei Lavrov met for ten hours on Friday. Kerry said \
the vast majority of technical steps had been completed. “We are not going to rush into something,” he said.

Lavrov accused Washington of failing to separate the opposition from Nusra. The Syrian government has denied dropping \
barrel bombs; residents said helicopters dropped barrel bombs on a market. The future of President Assad was not \
discussed, according to the Guardian.

The Russian Federation promised to support a 48-hour pause in late August. The U.N. said it had not been consulted on \
the surrender of Daraya.
"""

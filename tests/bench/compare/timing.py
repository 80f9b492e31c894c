# SPDX-License-Identifier: MIT
"""Medians of interleaved rounds, as measure.c takes them, and tables in Markdown."""
import gc
import statistics
import time


def measure(contenders, rounds, prepare, work, operations):
    """For each contender the median of the processor's seconds for an operation, and the median of the ratios to the
    first one within each round. What prepare() gives is handed to work(), whose time counts, unless it returns
    seconds itself."""
    seconds = [[] for _ in contenders]
    for turn in range(-1, rounds):  # the first one warms the caches up
        for i in range(len(contenders)):
            which = (turn + i) % len(contenders)
            contender = contenders[which]
            prepared = prepare(contender)
            gc.collect()
            gc.freeze()  # what the others keep is not this one's to look through
            start = time.process_time()
            measured = work(contender, prepared)
            end = time.process_time()
            if turn >= 0:
                seconds[which].append((end - start if measured is None else measured) / operations(contender))
    return [(statistics.median(own), statistics.median(a / b for a, b in zip(own, seconds[0]))) for own in seconds]


def cells(*texts):
    print("|", " | ".join(texts), "|")


def heading(*titles, numbers=()):
    cells(*titles)
    print("|" + "|".join("--:" if i in numbers else "---" for i in range(len(titles))) + "|")

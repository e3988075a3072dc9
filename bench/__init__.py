"""Bench: how fast the forum is, measured side by side with the least that could do the job.

`make bench` seeds the large demo city, starts the real server and the bare ones, and prints
every figure. Loopback only; every loop is bounded in count and time.
"""

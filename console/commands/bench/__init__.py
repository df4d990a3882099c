"""`manage.py bench`: what the list of people costs, as ratios that hold on any machine.

The unit is B: the server CPU time of a bare 32 KB page through the whole middleware stack, in the
same process and run. `scratch` makes a database to fill and throws it away, `__main__` measures
in a process of its own, `goals` says what is wanted, `report` prints it. Nothing fails on time.
"""

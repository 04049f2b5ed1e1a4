"""The mathematics of studies: plain functions, arrays in and out. No Django, no Madang words, no files.

Every method that optimises returns a `Solution`: what was chosen, how good it is, and a bound that proves how much better anything
else could be. The bound is backed by `Leaf`s, which plain code recomputes without the solver (`analysis.certificates`).
"""

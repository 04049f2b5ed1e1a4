"""Generated cells for `bench/personal.py`: nobody's numbers, made by chance with a seed, and what is easily taken for them."""

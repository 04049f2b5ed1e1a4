"""What every map needs, whoever asks: classes of values, colours, hexagons, and shapes drawn as SVG. No Django, no tables."""

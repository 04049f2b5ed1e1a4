"""What the demonstration city tells: stories and indicators over its datasets."""

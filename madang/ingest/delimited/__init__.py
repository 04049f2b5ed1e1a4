"""Delimited text: its dialect is sniffed, and its records are split with the line of each; nothing is ever dropped."""

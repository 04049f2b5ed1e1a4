"""Between tables and arrays, for every study: columns of the tables that it reads, codes that join them, rows that it yields,
and notes on what was odd."""

"""What the city of these tests holds besides `tests.city`: one file a subject, each with `seed(city)`."""

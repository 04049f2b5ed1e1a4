"""The provinces of Korea as codes begin with them, in the two systems in use."""

PROVINCES = "(?:11|26|27|28|29|30|31|36|41|42|43|44|45|46|47|48|50|51|52)"
"""Ministry of the Interior, first two of 10 (or 8) digits; 42 and 45 until Gangwon and Jeonbuk became 51 and 52."""

CENSUS_PROVINCES = "(?:11|21|22|23|24|25|26|29|3[1-9])"
"""Statistics Korea, first two of 7 (or 8) digits."""

"""The functions that a statement may call, by the name that DuckDB has for them. What is not listed does not exist.

Left out on purpose: whatever reads or writes files, the network, settings, the catalogue or other statements (`read_csv`, `glob`,
`query`, `duckdb_tables`, `current_setting`, `getvariable`, `ST_Read`), what runs a function that a text names (`list_aggregate`,
`apply`), what makes time pass (`sleep_ms`).
"""

from __future__ import annotations

AGGREGATES = """
any_value approx_count_distinct approx_quantile arg_max arg_min array_agg avg bit_and bit_or bit_xor bool_and bool_or
corr count count_if covar_pop covar_samp entropy first geomean geometric_mean group_concat grouping histogram kurtosis last
list listagg mad max max_by mean median min min_by mode percentile_cont percentile_disc product quantile quantile_cont
quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem skewness
stddev stddev_pop stddev_samp string_agg sum var_pop var_samp variance
"""
WINDOWS = "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number"
TEXTS = """
array_to_string ascii bar char_length character_length chr concat concat_ws contains damerau_levenshtein ends_with format
hamming instr jaccard jaro_similarity jaro_winkler_similarity lcase left length levenshtein lower lpad ltrim md5 nfc_normalize
octet_length ord position prefix printf regexp_escape regexp_extract regexp_extract_all regexp_full_match regexp_matches
regexp_replace regexp_split_to_array regexp_split_to_table repeat replace reverse right rpad rtrim sha256 split split_part
starts_with str_split string_split string_to_array strip_accents strlen strpos substr substring suffix to_hex translate trim
ucase unicode upper url_decode url_encode
"""
NUMBERS = """
abs acos acosh asin asinh atan atan2 atanh bit_count cbrt ceil ceiling cos cosh cot degrees even exp factorial floor fmod gcd
greatest isfinite isinf isnan lcm least ln log log10 log2 mod pi pow power radians random round round_even sign sin sinh sqrt
tan tanh trunc xor
"""
DATES = """
age century current_date date_add date_diff date_part date_sub date_trunc datediff datepart datesub datetrunc day dayname
dayofmonth dayofweek dayofyear days_in_month decade epoch epoch_ms hour isodow isoyear julian last_day make_date make_time
make_timestamp make_timestamptz microsecond millisecond minute month monthname now quarter second strftime strptime
time_bucket timezone to_days to_hours to_minutes to_months to_seconds to_timestamp to_weeks to_years today
transaction_timestamp try_strptime week weekday weekofyear year yearweek
"""
VALUES = """
array_append array_cat array_contains array_distinct array_extract array_length array_position array_prepend array_slice array_to_json
bit_length cardinality coalesce decode encode enum_first enum_last enum_range error generate_series get_bit hash if ifnull
json_array json_array_length json_extract_path json_extract_path_text json_keys json_object json_valid len list_contains
list_distinct list_max list_min list_position list_slice list_sort list_sum list_value map_keys map_values nullif range row
row_to_json set_bit struct_extract struct_pack to_json typeof unnest
"""
SPATIAL = """
st_area st_area_spheroid st_asgeojson st_ashexwkb st_assvg st_astext st_aswkb st_azimuth st_boundary st_buffer st_buildarea st_centroid
st_closestpoint st_collect st_collectionextract st_concavehull st_contains st_containsproperly st_convexhull st_coveredby
st_covers st_crosses st_difference st_dimension st_disjoint st_distance st_distance_sphere st_distance_spheroid st_dump
st_dwithin st_dwithin_spheroid st_endpoint st_envelope st_envelope_agg st_equals st_extent st_extent_agg st_exteriorring
st_flipcoordinates st_force2d st_geometrytype st_geomfromgeojson st_geomfromhexwkb st_geomfromtext st_geomfromwkb st_hilbert
st_intersection st_intersection_agg st_intersects st_intersects_extent st_isclosed st_isempty st_isring st_issimple
st_isvalid st_length st_length_spheroid st_lineinterpolatepoint st_linelocatepoint st_linemerge st_makeenvelope st_makeline
st_makepoint st_makepolygon st_makevalid st_multi st_ngeometries st_ninteriorrings st_normalize st_npoints st_numgeometries
st_numinteriorrings st_numpoints st_overlaps st_perimeter st_perimeter_spheroid st_point st_pointn st_pointonsurface
st_points st_polygonize st_quadkey st_reduceprecision st_removerepeatedpoints st_reverse st_rotate st_scale st_shortestline
st_simplify st_simplifypreservetopology st_snap st_startpoint st_symdifference st_touches st_transform st_translate st_union
st_union_agg st_voronoidiagram st_within st_withinproperly st_x st_xmax st_xmin st_y st_ymax st_ymin
"""
FUNCTIONS = frozenset(" ".join((AGGREGATES, WINDOWS, TEXTS, NUMBERS, DATES, VALUES, SPATIAL)).split())
VOLATILE = frozenset(["age", "current_date", "now", "random", "today", "transaction_timestamp"])
"""Their value is another one the next time, so an answer must not be kept."""
COUNTING = frozenset(("generate_series", "range"))
"""Lists of numbers, also as a table: their ends are constants, at most `MOST_COUNTED` apart."""
MOST_COUNTED = 1_000_000
TABLES = COUNTING | {"unnest"}
"""Functions that may stand behind FROM."""

OPERATORS = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "^",
        "||",
        "&",
        "|",
        "~",
        "<<",
        ">>",
        "~~",
        "!~~",
        "~~*",
        "!~~*",
        "~~~",
        "like_escape",
        "not_like_escape",
        "ilike_escape",
        "not_ilike_escape",
    ]
)
INNER = OPERATORS | frozenset(
    [
        "count_star",
        "list_value",
        "row",
        "struct_pack",
        "list_extract",
        "array_extract",
        "list_slice",
        "array_slice",
        "struct_extract",
        "to_decades",
        "to_centuries",
        "to_millennia",
        "to_quarters",
        "to_milliseconds",
        "to_microseconds",
        "to_years",
        "to_months",
        "to_weeks",
        "to_days",
        "to_hours",
        "to_minutes",
        "to_seconds",
        "get_current_time",
        "get_current_timestamp",
        "current_time",
        "current_timestamp",
    ]
)
"""What DuckDB's parser makes of syntax; `engine` meets them in its tree, and nobody can write those that are not in `FUNCTIONS`."""

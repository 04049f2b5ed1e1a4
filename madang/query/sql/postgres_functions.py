"""PostgreSQL's functions that CKAN lets statements call (its `allowed_functions.txt`), and what becomes of each here.

A name that is in none of these is refused by name. `SAME` means what DuckDB's function of that name means.
"""

from __future__ import annotations

_SAME = """
abs acos age array_agg array_append array_cat array_length array_position array_prepend array_to_json array_to_string avg
bit_and bit_or bool_and bool_or cbrt ceil ceiling chr concat concat_ws corr cos cot count covar_pop covar_samp cume_dist
date_part date_trunc degrees dense_rank exp factorial first_value floor generate_series isfinite json_array_length
json_extract_path json_extract_path_text lag last_value lead left length ln log lower ltrim make_date make_time make_timestamp
make_timestamptz max md5 min mod mode now nth_value ntile percent_rank percentile_cont percentile_disc pi pow power radians
random rank regexp_replace regexp_split_to_array regexp_split_to_table regr_avgx regr_avgy regr_count regr_intercept regr_r2
regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_to_json rtrim sign sin split_part sqrt
stddev stddev_pop stddev_samp string_agg string_to_array strpos sum tan to_json transaction_timestamp translate trunc unnest
upper var_pop var_samp variance
"""
SAME = frozenset(_SAME.split())
RENAMED = {
    "btrim": "trim", "cardinality": "len", "clock_timestamp": "now", "statement_timestamp": "now", "json_build_array": "json_array",
    "json_build_object": "json_object", "jsonb_build_array": "json_array", "jsonb_build_object": "json_object",
    "jsonb_array_length": "json_array_length", "jsonb_extract_path": "json_extract_path",
    "jsonb_extract_path_text": "json_extract_path_text", "to_jsonb": "to_json",
}  # fmt: skip
SYNTAX = frozenset(("coalesce", "greatest", "grouping", "least", "nullif", "row"))
"""Words of PostgreSQL's grammar that read as calls; no list of functions names them."""
_ABSENT = """
abbrev abstime abstimeeq abstimege abstimegt abstimein abstimele abstimelt abstimene abstimeout abstimerecv abstimesend area
array_fill array_lower array_ndims array_positions array_remove array_replace array_to_tsvector array_upper bound_box box
broadcast center circle convert convert_from convert_to date_pl_interval date_pli date_recv date_send date_smaller
date_sortsupport decode diagonal diameter encode enum_cmp enum_eq enum_first enum_ge enum_gt enum_in enum_larger enum_last
enum_le enum_lt enum_ne enum_range enum_smaller family format get_bit get_byte get_current_ts_config height host hostmask
inet_merge inet_same_family initcap isclosed isempty isopen json_agg json_array_element json_array_element_text
json_array_elements json_array_elements_text json_each json_each_text json_object_agg json_object_keys json_populate_record
json_populate_recordset jsonb_agg jsonb_array_element jsonb_array_element_text jsonb_array_elements jsonb_array_elements_text
jsonb_insert jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_typeof justify_days justify_hours justify_interval line lower_inc
lower_inf lseg macaddr8_set7bit make_interval masklen network npoints num_nonnulls num_nulls numnode parse_ident path pclose
phraseto_tsquery plainto_tsquery point polygon popen querytree quote_ident quote_literal quote_nullable radius range_merge
regexp_match regexp_matches scale set_bit set_byte set_masklen setweight slope strip to_ascii to_tsquery to_tsvector ts_delete
ts_filter ts_headline ts_rank tsvector_to_array upper_inc upper_inf width width_bucket xmlagg xmlcomment xmlconcat xpath
xpath_exists
"""
ABSENT = frozenset(_ABSENT.split())
"""Allowed by CKAN and not there here: DuckDB has none, or one of that name that means something else."""
DEGREES = {"cosd": "cos", "sind": "sin", "tand": "tan", "cotd": "cot"}
SYSTEM = ("pg_", "information_schema")
"""What names of PostgreSQL's own tables begin with."""

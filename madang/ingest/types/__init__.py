"""Column types: one file each, found by its folder (or an entry point of this name); the file name is the public name.

A file defines four names and may define more; nothing else is edited to add one.

    TYPE: Type                    what the column becomes: Type.TEXT, Type.INTEGER, Type.DATE, ...
    VALID, INVALID: tuple[str]    examples; the registry test tries them on every type
    matches(text) -> bool         is this one value of the type? `text` has no blanks around it

    SQL: str                      the same question as a DuckDB condition over {value}; without it `matches` is asked about
                                  each distinct value, which is slower on millions of rows
    CONVERT: str                  DuckDB expression from {value} to the typed value; for INTEGER and NUMBER to plain digits
    RANK: int = 500               lower is asked first; integer stands at 600, category at 900, text at 1000
    NAMES: str                    regular expression of headers that speak for the type: it then goes before the others
    decides(column) -> bool       may it decide this whole column? gets `_column_type.Facts`; default: yes
    numbers(plain) -> bool | None when every value is a plain number (`_plain.Plain`): are all of the type? None: ask each value
    QUICK: tuple[str, str]        signs, and a quicker CONVERT for columns of digits and these signs only
    FORMS: tuple[str]             the types of which the values are, one form each: the evidence counts them
    ASKS: tuple[str]              a finding asks which of these types is right, because the values do not say
    UNLESS: tuple[str]            types that must not fit as well (day-first unless month-first)
    UNIT: str                     DuckDB expression to a unit that must be the same in all rows: '£'
    NULLS: tuple[str]             null words of this type alone: "0000-00-00"
    LABEL, NOTE: Text             what evidence calls it; what the conversion changed
"""

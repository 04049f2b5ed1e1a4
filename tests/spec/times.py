"""Days and moments."""

from tests.spec.cases import VISITS, Case

TITLE = {"en": "Days and moments", "ko": "날짜와 시각"}
ABOUT = {
    "en": "Units are `year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`. Weeks begin on Monday (ISO "
    "8601). A day stays a day "
    "unless hours are counted. Moments are taken as they are written in the table; those with a zone are in UTC.",
    "ko": "단위는 `year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`입니다. 주는 월요일에 "
    "시작합니다(ISO 8601). 시간 이하를 "
    "세지 않으면 날짜는 날짜로 남습니다. 시각은 표에 쓰인 그대로이고, 시간대가 있으면 UTC입니다.",
}
CASES = (
    Case("Figures by month: `date_trunc`.", "달마다: `date_trunc`.",
         {"select": "date_trunc('month', day) as month, sum(n) as visits", "group_by": "month"},
         "month:date | visits:integer\n2025-12-01 | -7\n2026-01-01 | 3\n2026-02-01 | 9", table=VISITS),
    Case("By year, quarter and week.", "해, 분기, 주마다.",
         {"select": "date_trunc('year', day) as y, date_trunc('quarter', day) as q, date_trunc('week', day) as w", "limit": "1"},
         "y:date | q:date | w:date\n2026-01-01 | 2026-01-01 | 2026-01-26", table=VISITS),
    Case("By n minutes, hours, months or years: `time_bucket`.", "몇 분, 몇 시간, 몇 달, 몇 해마다: `time_bucket`.",
         {"select": "time_bucket('15 minutes', at) as q, time_bucket('6 hours', at) as h", "limit": "2"},
         "q:datetime | h:datetime\n2026-01-31T09:00:00 | 2026-01-31T06:00:00\n2026-02-01T23:45:00 | 2026-02-01T18:00:00", table=VISITS),
    Case("Half years and decades begin with a year.", "반년과 십 년은 해와 함께 시작합니다.",
         {"select": "time_bucket('6 months', 개관) as h, time_bucket('10 years', 개관) as d", "where": "gu = '강북구'"},
         "h:date | d:date\n1999-07-01 | 1990-01-01"),
    Case("A width that does not divide a day or a year is refused.", "하루나 한 해를 나누지 못하는 너비는 거절합니다.",
         {"select": "time_bucket('7 minutes', at) as x"}, refused="odd-question", table=VISITS),
    Case("Parts: `year(x)` or `extract(year from x)`.", "부분: `year(x)`나 `extract(year from x)`.",
         {"select": "extract(quarter from at) as q, extract(week from at) as w, extract(doy from at) as d, extract(minute from at) as m",
          "limit": "1"},
         "q:integer | w:integer | d:integer | m:integer\n1 | 5 | 31 | 5", table=VISITS),
    Case("Days of the week: Monday is 1 with `weekday`, Sunday is 0 with `dow`.", "요일: `weekday`는 월요일이 1, `dow`는 일요일이 0.",
         {"select": "weekday(day) as w, dow(day) as d", "where": "n = 4"}, "w:integer | d:integer\n7 | 0", table=VISITS),
    Case("Later and earlier: `+ interval '1 month'`, or `date_add`.", "뒤와 앞: `+ interval '1 month'`나 `date_add`.",
         {"select": "day + interval '1 month' as a, day - interval 2 weeks as b, date_add(at, 90, 'minute') as c", "limit": "1"},
         "a:date | b:date | c:datetime\n2026-02-28 | 2026-01-17 | 2026-01-31T10:35:00", table=VISITS),
    Case("The last 30 days before a day.", "어느 날까지의 30일.",
         {"select": "count(*) as n", "where": "day > date '2026-02-01' - interval '30 days'"}, "n:integer\n3", table=VISITS),
    Case("Days between two days.", "두 날 사이의 날수.",
         {"select": "date '2026-02-01' - day as days", "limit": "1"}, "days:integer\n1", table=VISITS),
    Case("`date_diff` counts how often the unit begins anew.", "`date_diff`는 단위가 몇 번 바뀌는지 셉니다.",
         {"select": "date_diff('month', day, '2026-02-01') as months, date_diff('hour', at, timestamp '2026-02-01 00:00') as hours",
         "limit": "1"},
         "months:integer | hours:integer\n1 | 15", table=VISITS),
    Case("Weeks are counted by their Mondays.", "주는 월요일마다 셉니다.",
         {"select": "date_diff('week', date '2026-02-15', date '2026-01-01') as w", "limit": "1"},
         "w:integer\n-6", table=VISITS, hidden=True),
    Case("An answer must be the same tomorrow, so there is no `now()`: write the day.",
         "답은 내일도 같아야 하므로 `now()`가 없습니다. 날짜를 쓰세요.",
         {"where": "day > current_date - 7"}, refused="no-clock", table=VISITS),
    Case("Nor `now()`.", "`now()`도.", {"where": "at > now()"}, refused="no-clock", table=VISITS, hidden=True),
    Case("A column may be called `today`.", "`today`라는 열.", {"select": "today"},
         "today:integer\n1", table="today:integer\n1", hidden=True),
    Case("An unknown unit is refused.", "모르는 단위는 거절합니다.", {"select": "date_trunc('decade', day) as x"},
         refused="odd-question", table=VISITS),
    Case("An unknown part.", "모르는 부분.", {"select": "extract(era from day) as x"}, refused="odd-literal", table=VISITS, hidden=True),
    Case("Beyond the year 9999.", "9999년 너머.", {"select": "date_add(day, 9000, 'year') as x"}, refused="beyond-calendar", table=VISITS),
    Case("A text is no day.", "글은 날짜가 아닙니다.", {"select": "year(gu) as x"}, refused="wrong-type"),
    Case("Hours of a day are midnight.", "날짜의 시간은 0시.",
         {"select": "time_bucket('6 hours', day) as h, date_add(day, 36, 'hour') as a", "limit": "1"},
         "h:datetime | a:datetime\n2026-01-31T00:00:00 | 2026-02-01T12:00:00", table=VISITS),
    Case("Times of a day that is none.", "빈 날짜.", {"select": "gu, date_trunc('month', 개관) as m", "where": "gu = '중구'"},
         "gu:text | m:date\n중구 | ", hidden=True),
)  # fmt: skip

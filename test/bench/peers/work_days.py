"""Reads days, one a line, and writes for each whether chinesecalendar has it worked: 1, 0, or ? where it does not know."""
import datetime
import sys

import chinese_calendar

for line in sys.stdin:
    try:
        worked = chinese_calendar.is_workday(datetime.date.fromisoformat(line.strip()))
        sys.stdout.write("1" if worked else "0")
    except NotImplementedError:
        sys.stdout.write("?")

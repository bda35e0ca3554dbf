"""Reads {"text", "base"} lines and writes what each Python parser makes of them: {"parser": [dates]}, and seconds of CPU.

A parser that throws is told apart ("threw"): for whoever calls it, that is no answer either.
"""
import contextlib
import datetime
import io
import json
import logging
import re
import sys
import time

import arrow
import ChineseTimeNLP
import cntimenlp
from dateparser.search import search_dates

logging.disable(logging.CRITICAL)
try:
    from loguru import logger

    logger.remove()
except ImportError:
    pass

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def normalizer(module):
    normal = module.TimeNormalizer(isPreferFuture=False)
    return lambda text, base: DAY.findall(json.dumps(normal.parse(text, arrow.get(base)), default=str))


def general(text, base):
    found = search_dates(text, languages=["zh"], settings={"RELATIVE_BASE": datetime.datetime.fromisoformat(base)})
    return [when.date().isoformat() for _, when in found or []]


PARSERS = {
    "ChineseTimeNLP": normalizer(ChineseTimeNLP),
    "cntime-nlp": normalizer(cntimenlp),
    "dateparser": general,
}
rows = [json.loads(line) for line in sys.stdin]
answer = {}
for name, parse in PARSERS.items():
    found, threw, began = [], 0, time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        for row in rows:
            try:
                found.append(parse(row["text"], row["base"]))
            except Exception:  # whatever it throws
                found.append([])
                threw += 1
    answer[name] = {"found": found, "threw": threw, "seconds": time.process_time() - began}
json.dump(answer, sys.stdout)

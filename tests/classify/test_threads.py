"""Several threads of a worker read their first mails at the same moment: each finds what the others find."""

import json
import subprocess
import sys

ONE_FRESH_WORKER = """
import json, sys, threading
from concurrent.futures import ThreadPoolExecutor
from classify.language import split_sentences
from classify.rules import CODES, find_hits

SAID = (
    "I want to make a formal complaint about the social worker who missed the contact visit.",
    "I would like an apology and somebody to tell us what happens next.",
    "He said my son would be moved on Friday and nobody has rung us since.",
    "Please escalate this to stage 2, I am not happy with the reply.",
)
ASKED = (CODES, ("desired_outcome",), ("safeguarding", "self_harm"), tuple(reversed(CODES)))
THREADS = 2 * len(ASKED)
sys.setswitchinterval(1e-5)
gate = threading.Barrier(THREADS)

def read(number):
    gate.wait()
    codes = ASKED[number % len(ASKED)]
    spoken = [one for said in SAID for one in split_sentences(said, where="body")]
    return [[hit.rule.id, hit.start, hit.end] for hit in find_hits(spoken, codes)]

with ThreadPoolExecutor(THREADS) as threads:
    print(json.dumps(list(threads.map(read, range(THREADS)))))
"""


def test_threads_that_start_together_find_the_same():
    ran = subprocess.run([sys.executable, "-c", ONE_FRESH_WORKER], check=True, capture_output=True, text=True)
    together = json.loads(ran.stdout)
    assert all(together[:2])
    assert together[:4] == together[4:]

"""Measure how fast mail is read: ``python bench/classify.py [--messages N]``.

Prints one JSON object: milliseconds to import and to load the model, messages read a second of processor time (whole
reading, and the model alone), memory, and the size of the weights. Processor time, since other work on the machine
moves the clock on the wall.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=300)
    wanted = parser.parse_args().messages

    def imported() -> None:
        from classify.model import packaged  # noqa: F401
        from classify.read import read  # noqa: F401

    import_ms = 1000 * _processor_seconds(imported)
    from classify.language import sentences
    from classify.model.corpus import message_of, read_rows
    from classify.model.linear import WEIGHTS
    from classify.model.packaged import load_model
    from classify.read import read
    from classify.units import model_units_of

    load_ms = 1000 * _processor_seconds(load_model)
    messages = [message_of(row) for row in list(read_rows())[:wanted]]
    model = load_model()
    first_ms = 1000 * _processor_seconds(lambda: read(messages[0], model, sent_on=date(2026, 6, 1)))
    reading = _processor_seconds(lambda: [read(message, model, sent_on=date(2026, 6, 1)) for message in messages])
    units = [model_units_of(message, sentences(message)) for message in messages]
    scoring = _processor_seconds(lambda: [model.predict(one) for one in units])
    result = {
        "messages": len(messages),
        "words_mean": sum(len(message.body.split()) for message in messages) // len(messages),
        "import_ms": round(import_ms),
        "load_model_ms": round(load_ms),
        "first_reading_ms": round(first_ms),
        "readings_per_cpu_second": round(len(messages) / reading),
        "scorings_per_cpu_second": round(len(messages) / scoring),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "weights_mb": round(WEIGHTS.stat().st_size / 1e6, 2),
    }
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


def _processor_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()

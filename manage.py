#!/usr/bin/env python3
"""Run Putright's commands: ``putright <command>``."""

import os
import sys


def main() -> None:
    """Hand the command line to Django, with Putright's settings; ``import-mail`` is the same as ``import_mail``."""
    arguments = list(sys.argv)
    if len(arguments) > 1:
        arguments[1] = arguments[1].replace("-", "_") if not arguments[1].startswith("-") else arguments[1]
    if arguments[1:2] == ["demo"]:
        # The demonstration has a home and a council of its own; they must be known before the settings are read.
        from config.demo.environment import set_demo_environment  # noqa: PLC0415

        set_demo_environment(os.environ)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings are named first

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Run Putright's commands: ``putright <command>``."""

import os
import sys


def main() -> None:
    """Hand the command line to Django, with Putright's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings are named first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""Django's settings, read from the environment; everything the embedded form writes lives under PUTRIGHT_HOME."""

import os
from pathlib import Path

import django_stubs_ext

django_stubs_ext.monkeypatch()

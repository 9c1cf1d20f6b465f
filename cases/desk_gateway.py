"""Read the gateway for text messages as it is written now: who mends its file need not start Putright again."""

import os

from django.conf import settings

from config.text_gateway import Gateway, load_gateway


def desk_gateway() -> Gateway | None:
    """Return how text messages leave, None if there is no file for it.

    Raises:
        ConfigError: if the file has faults.

    """
    return load_gateway(settings.PUTRIGHT_TEXT_GATEWAY, os.environ, hosts=settings.PUTRIGHT_TEXT_HOSTS)

"""The language that a command speaks: what `--language` names, else that of the environment."""

from __future__ import annotations

import os

ENGLISH, VIETNAMESE = "en", "vi"
LANGUAGES = (ENGLISH, VIETNAMESE)
CHOSEN = "CCHC_LANGUAGE"  # of the environment, so that the processes which read beside us speak it too
_IN_ORDER = (CHOSEN, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # after ours, those of gettext


def spoken() -> str:
    """`vi` where the first of the environment's names that is set begins so, else `en`."""
    named = next(filter(None, map(os.environ.get, _IN_ORDER)), "")
    return VIETNAMESE if named.startswith(VIETNAMESE) else ENGLISH


def speak(language: str | None) -> str | None:
    """Speak this language from now on, None: that of the environment; and give what was chosen before."""
    before = os.environ.pop(CHOSEN, None)
    if language is not None:
        os.environ[CHOSEN] = language
    return before

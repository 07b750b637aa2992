"""The name under which error localisation is asked for by others; it lives in `cchc.proposing`."""

from cchc.proposing.localisation import locate_errors

__all__ = ["locate_errors"]

"""Finding the wrong cell and proposing the mend."""

from cchc.proposing.localisation import Localiser, locate_errors

__all__ = ["Localiser", "locate_errors"]

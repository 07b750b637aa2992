"""Errors that a person can act on: where it is, what was expected, how to mend it."""


class CchcError(Exception):
    """Something the user can mend; the message says where, what was expected and how."""

"""The record in seeds/: how it is read, and how it is changed, all or nothing."""

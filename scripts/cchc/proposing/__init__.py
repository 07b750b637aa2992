"""Finding the wrong cell and proposing the mend."""

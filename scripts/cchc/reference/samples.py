"""How a made-up report is known: the mark on each of its pages, and the name of its file."""

MARK = "MẪU / SAMPLE"
FILE_PREFIX = "sample_"

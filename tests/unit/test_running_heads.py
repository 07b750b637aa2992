"""What stands at the head and foot of most pages belongs to no row, however an engine broke it."""

from cchc.reading.documents import Line
from cchc.reading.text.running_heads import running_heads

ROWS = [f"So phong ban {number}" for number in range(6)]
PAGES = (
    ("Két qua thong ké", "on vi tin 5", "STT Chi tiéu", "lé", *ROWS, "MAU so liéu gia lap"),
    ("Két qua théng ké", "S6", "tinh", "lé", *ROWS, "MAU so liéu gia lép"),
    ("Kết quả thống kê", "STT Chi tigu", *ROWS, "MẪU số liệu giả lập", "3"),
    ("Kết quả thống kê", "STT Chi tieu", *ROWS),
)


def test_the_heads_and_feet_of_pages_are_told_from_their_rows():
    texts = [(page, text) for page, own in enumerate(PAGES, start=1) for text in own]
    lines = [Line(page, number, text) for number, (page, text) in enumerate(texts, start=1)]
    headings = {line.number for line in lines if line.text == "tinh"}
    rows = {line.number for line in lines if line.text[-1].isdecimal() and line.text.startswith("So")}
    taken = running_heads(lines, headings, rows)
    left = [line.text for line in lines if line.number not in taken]
    assert left == len(PAGES) * ROWS

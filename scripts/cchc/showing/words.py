"""The words of the page, Vietnamese and English."""

from __future__ import annotations

import re

STATUSES = {  # in the order of the page's counts
    "clear": ("rõ", "clear"),
    "doubtful": ("nghi ngờ", "doubtful"),
    "unreadable": ("không đọc được", "unreadable"),
    "blank": ("trống", "blank"),
    "not_found": ("không tìm thấy", "not found"),
}
NOT_FOUND = ("không tìm thấy dòng này trong văn bản", "this row was not found in the document")
_DOUBTS = {
    "a change that nobody accepted yet": "sửa đổi chưa được chấp nhận",
    "a date or time instead of a figure": "ngày giờ ở chỗ của con số",
    "a format that shows no number": "định dạng ô không hiện con số",
    "a figure that may be its answer stands beside it without a label": "con số đứng cạnh, không có tên chỉ tiêu",
    "a figure that may be its answer stands in another cell of its row": "con số nằm ở ô khác của dòng",
    "a formula without its value": "công thức không kèm giá trị",
    "a separator may have been lost": "có thể mất dấu chấm hoặc dấu phẩy",
    "an error value": "giá trị lỗi",
    "figures on several lines of one cell": "nhiều dòng số trong một ô",
    "hidden column": "cột bị ẩn",
    "hidden row": "dòng bị ẩn",
    "hidden sheet": "trang tính bị ẩn",
    "ink runs over the cell's border": "nét mực chạm đường kẻ ô",
    "ink that reads as no figure": "có nét mực nhưng không thành con số",
    "more than one line in the place of a figure": "nhiều hơn một dòng ở chỗ của con số",
    "no cell shows that there is no answer": "không có ô nào cho thấy là để trống",
    "one cell over several rows": "một ô gộp nhiều dòng",
    "several cells where the table has one": "nhiều ô ở chỗ của một ô",
    "struck through, raised or hidden characters": "ký tự bị gạch, nâng lên hoặc ẩn",
    "the ink is very faint": "mực rất mờ",
    "the row has no unit: it may be parted from its answer": "dòng thiếu đơn vị tính, số liệu có thể nằm ở chỗ khác",
    "the row may stand on other lines": "dòng này có thể nằm ở chỗ khác",
    "the text lost many rows": "văn bản bị mất nhiều dòng",
    "true or false instead of a figure": "TRUE/FALSE ở chỗ của con số",
    "two cells stand in one column": "hai ô trong một cột",
    "words reach over the cell's edge": "chữ tràn ra ngoài ô",
    "words reach over the column's edge": "chữ tràn ra ngoài cột",
    "words stand beside the figure": "có chữ bên cạnh con số",
    "words stand where a figure is expected": "có chữ ở chỗ của con số",
}
_DOUBT_PATTERNS = (
    (re.compile(r"readings differ: (.*)"), r"các lần đọc khác nhau: \1"),
    (re.compile(r"(\d+) marks were counted and (\d+) read"), r"đếm được \1 nét, đọc được \2"),
)


def doubt_words(doubt: str) -> tuple[str, str]:
    """A reader's doubt in Vietnamese and English; one that has no translation is given in English alone."""
    for pattern, words in _DOUBT_PATTERNS:
        if pattern.fullmatch(doubt):
            return pattern.sub(words, doubt).replace("nothing", "trống"), doubt
    return (_DOUBTS[doubt], doubt) if doubt in _DOUBTS else (doubt, "")

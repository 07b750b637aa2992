"""The words of the workbooks: verdicts, kinds of evidence, the district's answers."""

from __future__ import annotations

import re

from cchc.reference.verdicts import (
    CONFIRMED,
    DISTRICT_CORRECTED,
    OCR_ERROR,
    RULE_NOT_APPLICABLE,
    SOURCE_INCONSISTENT,
    UNDECIDED,
)

AS_REPORTED = "as_reported"  # a district's answer: what the report says is right; the rules tell which verdict that is
A_FIGURE = "a_figure"  # a district's answer: the true figure, and not a word on whose mistake the other one was

VERDICTS = {
    CONFIRMED: "Đọc đúng",
    OCR_ERROR: "Đọc sai",
    DISTRICT_CORRECTED: "Huyện đính chính",
    SOURCE_INCONSISTENT: "Huyện tự mâu thuẫn",
    RULE_NOT_APPLICABLE: "Quy tắc không áp dụng",
    UNDECIDED: "Chưa xác định được",
}
VERDICT_MEANINGS = {
    CONFIRMED: "Ô trong báo cáo đúng là như đã đọc; không cần ghi giá trị. "
    "Ô không tìm thấy, xem trên giấy đúng là để trống: bằng chứng loại E.",
    OCR_ERROR: "Máy đọc sai, không đọc được hoặc không tìm thấy: ghi giá trị đúng, loại bằng chứng và bằng chứng.",
    DISTRICT_CORRECTED: "Đọc đúng, nhưng huyện trả lời rằng báo cáo ghi nhầm: ghi giá trị đúng, bằng chứng loại D.",
    SOURCE_INCONSISTENT: "Đọc đúng, nhưng chính báo cáo mâu thuẫn: số liệu giữ nguyên, phát hiện được giải thích.",
    RULE_NOT_APPLICABLE: "Đọc đúng, quy tắc không áp dụng cho trường hợp này: ghi lý do.",
    UNDECIDED: "Đã xem, chưa kết luận được: ghi vì sao; số liệu vẫn để ở trạng thái tranh cãi.",
}
GRADES = {
    "A": "một quy tắc giữa các số liệu rõ khác chỉ để lại một giá trị",
    "B": "lời văn hoặc ghi chú của báo cáo nêu giá trị đó",
    "C": "các ký tự bị hỏng chỉ có thể là một giá trị trong giới hạn của số liệu",
    "D": "chính huyện nêu trong văn bản trả lời có ký tên",
    "E": "người quyết định tự đọc trên bản giấy: ghi rõ trang và chỗ, ví dụ “trang 9, mục III.6.2”",
}
SIGNED_ANSWER = "D"  # the grade of what a district states
ON_PAPER = "E"  # the grade of what a person read on the paper
ANSWERS = {
    AS_REPORTED: "Đúng như báo cáo",
    DISTRICT_CORRECTED: "Báo cáo nhầm, số đúng là",
    OCR_ERROR: "Báo cáo ghi số khác, là",
}
STATUSES = {
    "clear": "đọc rõ",
    "doubtful": "đọc chưa chắc",
    "unreadable": "không đọc được",
    "blank": "ô trống",
    "not_found": "không tìm thấy khi đọc",
}
_PLACE = re.compile(r"\b(?:trang|tr|tờ|dòng|page|p|sheet|line)\b[\s.:]*\d", re.IGNORECASE)


def names_place(evidence: str) -> bool:
    """Whether it names a page or a line: `trang 9`, `tr.9`, `page 9`."""
    return bool(_PLACE.search(evidence))


def verdict_choice(verdict: str) -> str:
    """A verdict as the list offers it: Vietnamese words, with its code."""
    return f"{VERDICTS[verdict]} ({verdict})"


def verdict_of(choice: str) -> str | None:
    """The verdict that a cell of the list says, or None. Its code alone will do."""
    return next((verdict for verdict in VERDICTS if choice in (verdict, verdict_choice(verdict))), None)


def answer_of(choice: str) -> str | None:
    """The answer of a district that a cell of the list says, or None."""
    return next((answer for answer, words in ANSWERS.items() if choice == words), None)

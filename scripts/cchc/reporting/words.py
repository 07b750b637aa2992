"""The words of the pages, Vietnamese and English."""

from __future__ import annotations

VALUE_STATUSES = {  # in the order of the page's counts
    "reported": ("như báo cáo", "as reported"),
    "corrected": ("đã hiệu chỉnh", "corrected"),
    "disputed": ("chưa chắc chắn", "disputed"),
    "missing": ("không có số liệu", "missing"),
}
INCONSISTENT = ("mâu thuẫn trong chính báo cáo", "the report contradicts itself")
CORRECTIONS = {  # by verdict: what was done, and what the word before it was
    "ocr_error": ("đọc sai, đã hiệu chỉnh", "misread, corrected", "đọc là"),
    "district_corrected": ("huyện đính chính", "corrected by the district", "báo cáo ghi"),
}
FINDING_STATUSES = {
    "open": ("chưa xử lý", "open"),
    "acknowledged": ("đã xem, chưa kết luận", "acknowledged"),
    "explained": ("đã giải trình", "explained"),
    "corrected": ("đã hiệu chỉnh", "corrected"),
}
SEVERITIES = {
    "critical": ("nghiêm trọng", "critical"),
    "warning": ("cảnh báo", "warning"),
    "info": ("thông tin", "information"),
}
ABSENCES = {
    "blank": ("ô để trống", "blank"),
    "unreadable": ("không đọc được", "unreadable"),
    "not_found": ("không tìm thấy khi đọc", "not found in reading"),
}
RATIO_STATUSES = VALUE_STATUSES | {
    "not_asked": ("mẫu báo cáo không hỏi", "not asked"),
    "no_report": ("không có báo cáo", "no report"),
    "no_base": ("mẫu số bằng 0, không tính được", "nothing to divide by"),
}
REPORTING_STATUSES = {
    "released": ("đã công bố", "released"),
    "held": ("đang giữ lại", "held back"),
    "not_received": ("chưa nhận được", "not received"),
}

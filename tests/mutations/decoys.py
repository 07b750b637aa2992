"""What other people's documents have beside the report's table: other columns, other tables, other words."""

from __future__ import annotations

from random import Random

COLUMNS = (
    "Số liệu kỳ trước",
    "Cùng kỳ năm trước",
    "Kế hoạch năm",
    "Ghi chú",
    "Đơn vị chủ trì",
    "Mã số",
    "Lũy kế từ đầu năm",
    "So sánh (%)",
    "Tăng/giảm",
    "Tài liệu kiểm chứng",
)
LINES = (
    "Trong kỳ, đơn vị đã ban hành 12 văn bản và tổ chức 3 cuộc họp.",
    "Ghi chú: số liệu tính đến ngày 15/12.",
    "(Tiếp theo trang trước)",
    "Trang 4/9",
    "105",
)
TABLES = (
    (("STT", "Nội dung", "Năm 2019", "Năm 2020"), ("1", "Số cuộc họp đã tổ chức", "31", "33"),
     ("2", "Số văn bản đã ban hành", "120", "150")),
    (("STT", "Họ và tên", "Chức vụ", "Ghi chú"), ("1", "Nguyễn Văn A", "Trưởng phòng", ""),
     ("2", "Trần Thị B", "Chuyên viên", "Kiêm nhiệm")),
    (("Nội dung", "Số lượng"), ("Số phòng họp", "7"), ("Số máy in", "21")),
    (("Nơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH"),),
)  # fmt: skip


def column(random: Random) -> str:
    return random.choice(COLUMNS)


def cell_of(heading: str, random: Random) -> str:
    """What stands in a cell of a further column; often nothing."""
    if random.random() < 0.3:
        return ""
    if heading in ("Ghi chú", "Tài liệu kiểm chứng"):
        return random.choice(("", "Kế hoạch số 12/KH-UBND", "Đạt", "05 văn bản"))
    if heading == "Đơn vị chủ trì":
        return random.choice(("Phòng Nội vụ", "Văn phòng"))
    return random.choice((str(random.randint(0, 900)), f"{random.randint(1, 99)},{random.randint(0, 99):02d}", "-"))

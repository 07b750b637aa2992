"""What an office has beside its reports, made up and harmless: each is to be refused, and said what it is."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import numpy
import openpyxl
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table
from tests.unit.form_documents import TOP, font_with_vietnamese

Rows = Sequence[Sequence[object]]

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_WORDS = (
    "Ủy ban nhân dân huyện đề nghị các cơ quan, đơn vị triển khai thực hiện nhiệm vụ cải cách hành chính được giao.",
    "Các phòng chuyên môn phối hợp với Ủy ban nhân dân cấp xã rà soát, báo cáo kết quả trước ngày 15 tháng 12.",
    "Trong quá trình thực hiện nếu có khó khăn, vướng mắc, đề nghị phản ánh về Phòng Nội vụ để tổng hợp.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,5%; có 12 cuộc họp và 3 đợt kiểm tra công tác cải cách hành chính.",
)
_HEAD = TOP[:4]
_STAFF = [("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị")] + [
    (at, f"Nguyễn Văn {chr(65 + at % 26)}", "01/01/1980", "Chuyên viên", "Phòng Nội vụ") for at in range(1, 60)
]
_BUDGET = [("STT", "Nội dung", "Đơn vị tính", "Số lượng", "Thành tiền")] + [
    (at, f"Mua sắm thiết bị số {at}", "Bộ", at % 7 + 1, 1_500_000 * at) for at in range(1, 40)
]
_SOCIETY = [("STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện", "Ghi chú")] + [
    (at, f"{what} vụ {at}", unit, 100 * at, 97 * at, "")
    for at, (what, unit) in enumerate(
        [("Diện tích gieo trồng lúa", "Ha"), ("Sản lượng thủy sản nuôi trồng", "Tấn"), ("Số hộ nghèo còn lại", "Hộ"),
         ("Tổng thu ngân sách trên địa bàn", "Triệu đồng"), ("Số học sinh đến trường", "Học sinh")] * 12, start=1)
]  # fmt: skip
_OTHER_FORM = [("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số lượng/Tỷ lệ", "Ghi chú")] + [
    (at, f"{what} lĩnh vực {at}", unit, at, "")
    for at, (what, unit) in enumerate(
        [("Số vụ vi phạm hành chính về đất đai đã xử phạt", "Vụ"), ("Số giấy phép xây dựng nhà ở đã cấp", "Giấy"),
         ("Số lượt khám bệnh tại trạm y tế", "Lượt"), ("Tỷ lệ trẻ em được tiêm đủ vắc xin", "%")] * 30, start=1)
]  # fmt: skip
_TASKS = [("STT", "Nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Thời gian")] + [
    (at, f"Rà soát thủ tục hành chính lĩnh vực {at}", "Quyết định", "Phòng Nội vụ", f"Quý {at % 4 + 1}")
    for at in range(1, 40)
]


@dataclass(frozen=True)
class NoReport:
    """A document, how its file ends, and what its refusal must say.

    `is_picture`: it has to be looked at by OCR; `is_large`: it takes seconds.
    """

    name: str
    suffix: str
    reason: str
    make: Callable[[Path], object]
    is_picture: bool = False
    is_large: bool = False

    def write(self, folder: Path) -> Path:
        path = folder / f"{self.name.replace(' ', '_')}{self.suffix}"
        self.make(path)
        return path


def word(*lines: str, table: Rows = (), pages: int = 1) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        document = docx.Document()
        for line in (*_HEAD, *lines, *_WORDS * (10 * pages if pages > 1 else 1)):
            document.add_paragraph(line)
        if table:
            made = document.add_table(len(table), len(table[0]), style="Table Grid")
            for cell, text in zip(made._cells, (text for row in table for text in row), strict=True):
                cell.text = str(text)
        document.save(path)

    return make


def sheet(*lines: str, table: Rows = (), times: int = 1) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        book = openpyxl.Workbook(write_only=True)
        own = book.create_sheet("Trang 1")
        for line in lines:
            own.append([line])
        for _ in range(times):
            for row in table:
                own.append(list(row))
        book.save(path)

    return make


def pdf(*lines: str, table: Rows = (), pages: int = 1, size=A4, letters: int = 11, encrypt=None):
    def make(path: Path) -> None:
        style = ParagraphStyle("own", fontName=font_with_vietnamese(), fontSize=letters, leading=letters * 1.4)
        story: list = [Paragraph(line, style) for line in (*_HEAD, *lines)]
        for _ in range(pages):
            story += [Paragraph(line, style) for line in _WORDS]
            story.append(PageBreak())
        if table:
            rows = [[Paragraph(str(text), style) for text in row] for row in table]
            story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        SimpleDocTemplate(str(path), pagesize=size, encrypt=encrypt).build(story)

    return make


def text(*lines: str) -> Callable[[Path], object]:
    return lambda path: path.write_text("\n".join(lines), encoding="utf-8")


def web(*parts: str) -> Callable[[Path], object]:
    return text("<html><meta charset='utf-8'><body>", *(f"<div>{part}</div>" for part in parts), "</body></html>")


def plain(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def comma(table: Rows) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(table)

    return make


def cut(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """The first half of a file."""

    def write(path: Path) -> None:
        make(path)
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])

    return write


def package(**parts: str) -> Callable[[Path], object]:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as made:
            for name, content in parts.items():
                made.writestr(name, content)

    return make


def picture(kind: str) -> Callable[[Path], object]:
    """Hills under a sky."""

    def make(path: Path) -> None:
        high, wide = 900, 1400
        y, x = numpy.mgrid[0:high, 0:wide]
        hills = 500 + 120 * numpy.sin(x / 190) + 60 * numpy.sin(x / 71)
        noise = numpy.random.default_rng(1).integers(0, 25, (high, wide))
        sky = numpy.stack([120 + y // 8, 170 + y // 12, 235 - y // 20], axis=2)
        land = numpy.stack([60 + noise, 110 + noise, 50 + noise // 2], axis=2)
        Image.fromarray(numpy.where((y > hills)[:, :, None], land, sky).astype(numpy.uint8)).save(path, kind)

    return make


def open_text(*lines: str) -> Callable[[Path], object]:
    kind, names = "application/vnd.oasis.opendocument.text", "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f"<t:p>{line}</t:p>" for line in (*_HEAD, *lines, *_WORDS))
    content = (
        f'<o:document-content xmlns:o="{names}office:1.0" xmlns:t="{names}text:1.0" o:version="1.2">'
        f"<o:body><o:text>{body}</o:text></o:body></o:document-content>"
    )
    manifest = (
        f'<m:manifest xmlns:m="{names}manifest:1.0"><m:file-entry m:full-path="/" m:media-type="{kind}"/>'
        '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>'
    )
    return package(**{"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def rich_text(*lines: str) -> Callable[[Path], object]:
    shown = "".join(
        "".join(mark if mark.isascii() else f"\\u{ord(mark)}?" for mark in line) + "\\par " for line in lines
    )
    return lambda path: path.write_text("{\\rtf1\\ansi " + shown + "}", encoding="ascii")


_MINUTES = ("BIÊN BẢN", "Họp giao ban công tác cải cách hành chính")
_LETTER = ("V/v đôn đốc báo cáo cải cách hành chính", "Kính gửi: các phòng")
_PROTECTED = (
    _OLE + b"\0" * 504 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
)

DOCUMENTS = (
    NoReport("minutes", ".docx", "minutes", word(*_MINUTES, table=_STAFF)),
    NoReport("letter", ".docx", "a letter", word(*_LETTER)),
    NoReport("plan", ".docx", "a plan", word("KẾ HOẠCH", "Cải cách hành chính năm 2025", table=_TASKS)),
    NoReport("decision", ".docx", "a decision", word("QUYẾT ĐỊNH", "Về việc kiện toàn tổ giúp việc")),
    NoReport("invitation", ".docx", "an invitation", word("GIẤY MỜI", "Dự họp")),
    NoReport("proposal", ".docx", "a proposal", word("TỜ TRÌNH", "Về việc phê duyệt kinh phí", table=_BUDGET)),
    NoReport("contract", ".docx", "a contract", word("HỢP ĐỒNG MUA BÁN", table=_BUDGET)),
    NoReport("report without its appendix", ".docx", "another report|no table", word(*TOP[4:], pages=6)),
    NoReport("report of the economy", ".docx", "another report", word("BÁO CÁO", "Kinh tế - xã hội", table=_SOCIETY)),
    NoReport("appendix of another form", ".docx", "no table in it is the form's|another form",
             word("PHỤ LỤC", "Số liệu thống kê tổng hợp", table=_OTHER_FORM)),
    NoReport("thesis", ".docx", "no report on a known form",
             word("LUẬN VĂN THẠC SĨ", "Cải cách hành chính", pages=30), is_large=True),
    NoReport("no words", ".docx", "no text", lambda path: docx.Document().save(path)),
    NoReport("nothing", ".docx", "empty", plain(b"")),
    NoReport("cut", ".docx", "cut or damaged", cut(word(*_MINUTES))),
    NoReport("zip file", ".docx", "a zip file", package(a="b")),
    NoReport("slides", ".docx", "a presentation", package(**{"ppt/presentation.xml": "<p/>"})),
    NoReport("pdf by another name", ".docx", "a PDF file", pdf(*_LETTER)),
    NoReport("under a password", ".docx", "password", plain(_PROTECTED)),
    NoReport("staff", ".xlsx", "a list", sheet("DANH SÁCH", "Cán bộ, công chức", table=_STAFF)),
    NoReport("budget", ".xlsx", "no table in it is the form's", sheet("DỰ TOÁN KINH PHÍ NĂM 2025", table=_BUDGET)),
    NoReport("payroll", ".xlsx", "a payroll", sheet("BẢNG LƯƠNG THÁNG 12", table=_STAFF)),
    NoReport("economy", ".xlsx", "no table in it is the form's", sheet("CHỈ TIÊU KINH TẾ", table=_SOCIETY)),
    NoReport("answers of a survey", ".xlsx", "no report on a known form",
             sheet(table=_OTHER_FORM, times=100), is_large=True),
    NoReport("no sheet with words", ".xlsx", "no text", lambda path: openpyxl.Workbook().save(path)),
    NoReport("nothing", ".xlsx", "empty", plain(b"\0" * 100)),
    NoReport("zip file", ".xlsx", "a zip file", package(a="b")),
    NoReport("under a password", ".xlsx", "password", plain(_PROTECTED)),
    NoReport("word file by another name", ".xlsx", "a Word document", word(*_LETTER)),
    NoReport("invoice", ".pdf", "an invoice", pdf("HÓA ĐƠN GIÁ TRỊ GIA TĂNG", table=_BUDGET)),
    NoReport("slides printed", ".pdf", "no report on a known form",
             pdf("CHUYỂN ĐỔI SỐ Ở CƠ SỞ", pages=25, size=landscape(A4), letters=30)),
    NoReport("thesis", ".pdf", "no report on a known form", pdf("LUẬN VĂN THẠC SĨ", pages=120), is_large=True),
    NoReport("certificate", ".pdf", "a certificate", pdf("GIẤY CHỨNG NHẬN", "Tập thể lao động tiên tiến")),
    NoReport("under a password", ".pdf", "password", pdf(*_LETTER, encrypt="mat khau")),
    NoReport("nothing", ".pdf", "empty", plain(b"")),
    NoReport("cut", ".pdf", "end is missing", cut(pdf(*_MINUTES, pages=5))),
    NoReport("phone list", ".csv", "no report on a known form", comma(_STAFF)),
    NoReport("economy", ".csv", "no report on a known form", comma(_SOCIETY)),
    NoReport("law", ".txt", "no report on a known form",
             text("LUẬT", *[f"Điều {at}. {line}" for at in range(200) for line in _WORDS])),
    NoReport("in English", ".txt", "no report on a known form",
             text(*["The committee met and agreed on the agenda of the coming year."] * 60)),
    NoReport("data of a program", ".txt", "no report on a known form", text(json.dumps(_SOCIETY, ensure_ascii=False))),
    NoReport("news", ".html", "no report on a known form",
             web("TIN TỨC", *_WORDS, "<table><tr><td>Thời tiết</td><td>32</td></tr></table>")),
    NoReport("letter", ".rtf", "a letter", rich_text(*_HEAD, *_LETTER, *_WORDS)),
    NoReport("minutes", ".odt", "minutes", open_text(*_MINUTES)),
    NoReport("web page by another name", ".doc", "a notice",
             web(*_HEAD, "THÔNG BÁO", *_WORDS)),
    NoReport("table by another name", ".xls", "no report on a known form|no table", comma(_BUDGET)),
    NoReport("landscape", ".png", "no words|no table|no report", picture("PNG"), is_picture=True),
    NoReport("landscape", ".jpg", "no words|no table|no report", picture("JPEG"), is_picture=True),
)  # fmt: skip

"""The report as every format shows it: heading, narrative, the rows of its table, and the mark of a sample."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.reference.column_headings import printed_headings
from cchc.reference.form import FormRow
from cchc.reference.periods import WHOLE_YEAR, last_day, load_periods
from cchc.reference.samples import MARK
from cchc.reference.units import province_of
from cchc.sample.content import SampleReport
from cchc.sample.narrative import note, paragraphs

FOOTER = f"{MARK}: số liệu giả lập để thử nghiệm, không phải báo cáo thật"
COLUMNS = printed_headings("number", "label", "unit", "answer", "note")


@dataclass(frozen=True)
class Row:
    """One row of the table as printed; `form_row` is the row of the form that it answers."""

    number: str
    label: str
    unit: str
    answer: str
    note: str
    form_row: FormRow

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        return self.number, self.label, self.unit, self.answer, self.note


@dataclass(frozen=True)
class FormTable:
    """A table of the appendix: what stands above it, and its rows. A form is one, or one a section."""

    title: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Layout:
    """A report ready to be set: two columns at the top, the title, the narrative, the appendix and its tables."""

    issuer: tuple[str, str]
    state: tuple[str, str]
    number: str
    place_and_date: str
    title: tuple[str, ...]
    narrative: tuple[str, ...]
    signature: tuple[str, ...]
    appendix_title: tuple[str, ...]
    heading_rows: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]

    @property
    def tables(self) -> tuple[FormTable, ...]:
        """The rows as the form has them: a section numbered in words (`Biểu mẫu 1`) is a table of its own."""
        tables: list[tuple[tuple[str, ...], list[Row]]] = []
        for row in self.rows:
            if row.form_row.answer_type == "section" and " " in row.form_row.number:
                tables.append(((row.form_row.number, row.label), []))
            else:
                tables = tables or [((), [])]
                tables[-1][1].append(row)
        return tuple(FormTable(title, tuple(rows)) for title, rows in tables)


def lay_out(report: SampleReport) -> Layout:
    unit = report.unit
    name = f"{unit.unit_type_vi} {unit.unit_name_vi}"
    province = province_of(unit, last_day(report.year, report.period))
    is_below = province is not None and province.unit_code != unit.unit_code
    place = f"{name}, {province.unit_type_vi} {province.unit_name_vi}" if province and is_below else name
    period = _in_words(report)
    ahead = f"năm {report.year + 1}" if report.period == WHOLE_YEAR else "thời gian tới"
    day = f"ngày {report.signed_on:%d} tháng {report.signed_on:%m} năm {report.signed_on:%Y}"
    number = f"{report.document_number}/BC-UBND"
    return Layout(
        issuer=("ỦY BAN NHÂN DÂN", name.upper()),
        state=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        number=f"Số: {number}",
        place_and_date=f"{unit.unit_name_vi}, {day}",
        title=(
            f"BÁO CÁO ({MARK})",
            f"Kết quả thực hiện công tác cải cách hành chính {period}",
            f"và phương hướng, nhiệm vụ {ahead}",
        ),
        narrative=(
            f"Ủy ban nhân dân {place} báo cáo kết quả thực hiện công tác cải cách hành chính {period} như sau:",
            *paragraphs(report),
        ),
        signature=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", f"({MARK})"),
        appendix_title=(
            "SỐ LIỆU VÀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH",
            f"{period.upper()} TRÊN ĐỊA BÀN {name.upper()}",
            f"(Kèm theo Báo cáo số {number} {day} của Ủy ban nhân dân {name}; {MARK})",
        ),
        heading_rows=((*COLUMNS[:2], "Kết quả thống kê", "", ""), ("", "", *COLUMNS[2:]))
        if report.style.two_row_heading
        else (COLUMNS,),
        rows=tuple(_row(report, row) for row in report.form.rows),
    )


def _in_words(report: SampleReport) -> str:
    """`năm 2025`, `sáu tháng đầu năm 2025`, `quý 1 năm 2025`."""
    part = "" if report.period == WHOLE_YEAR else load_periods()[report.period].name_vi
    return f"{part.removesuffix('năm').strip()} năm {report.year}".strip()


def _row(report: SampleReport, row: FormRow) -> Row:
    answer = report.answer_text(row) if row.is_answered else ""
    unit = row.unit_vi.replace(", ", report.style.between_codes) if row.codes else row.unit_vi
    number = (
        f"{row.number}."
        if row.number and row.answer_type != "section" and report.style.stops_after_numbers
        else row.number
    )
    return Row(number, row.label_vi, unit, answer, note(report, row.concept), row)

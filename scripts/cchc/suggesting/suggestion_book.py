"""`cchc suggest-rules`: the suggestions as a workbook, a row a rule, with what speaks for and against each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from cchc.reference.code_words import code_words
from cchc.suggesting.judging import Judged, Support
from cchc.suggesting.suggestions import Suggestion
from cchc.workbooks.parts import FONT, list_validation, lock, row_height, set_paper, write_heading, write_text
from cchc.workbooks.stable_zip import save_stably
from cchc.workbooks.tables import Column, Table

RULES_SHEET, FOLLOWING_SHEET, EXCEPTIONS_SHEET, GUIDE_SHEET = (
    "Quy tắc đề xuất", "Suy ra được", "Trường hợp trái", "Hướng dẫn",
)  # fmt: skip
GUARDS = ("rule_id", "kind", "comparison", "constant", "terms", "origin")  # hidden: the rule as it was suggested
DECISION, SEVERITY = "decision", "severity"
_COLUMNS = (
    Column(DECISION, "Quyết định", 13, True),
    Column(SEVERITY, "Mức độ", 14, True),
    Column("accepted_by", "Người quyết định", 18, True),
    Column("places", "Dòng của biểu", 14),
    Column("words_vi", "Quy tắc (sửa lời được)", 52, True),
    Column("words_en", "Rule in English (may be reworded)", 46, True),
    Column("reason", "Vì sao đề xuất", 30),
    Column("support_vi", "Báo cáo nói gì", 30),
    Column("support_en", "What the reports say", 30),
    Column("expression", "Biểu thức", 40),
    Column("form", "Biểu", 9),
)
_TABLE_TOP = 3
_EXCEPTIONS_TOLD = 3  # of one rule in its row; all stand on a sheet of their own
_NAME_IN_TERMS = ":"

Places = Mapping[tuple[str, str], tuple]  # by report and concept: value, base, page, first and last line


def choice_of(code_list: str, code: str) -> str:
    """A code as the list offers it: Vietnamese word, with the code."""
    return f"{code_words(code_list)[code].title_vi} ({code})"


def choices_of(code_list: str) -> list[str]:
    return [choice_of(code_list, code) for code in code_words(code_list)]


def code_of(code_list: str, choice: str) -> str | None:
    """The code that a cell of the list says, or None. The code or the word alone will do."""
    for code, words in code_words(code_list).items():
        if choice.casefold() in {one.casefold() for one in (code, words.vi, words.en, choice_of(code_list, code))}:
            return code
    return None


def write_suggestions(suggestions: Sequence[Suggestion], places: Places, path: Path) -> None:
    """Write the workbook: rules to decide on, those that follow from them, reports against them, and how to fill in."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title, workbook.properties.creator = "Quy tắc đề xuất", "cchc"
    by_itself = [one for one in suggestions if not one.implied_by]
    following = [one for one in suggestions if one.implied_by]
    _write_rules(workbook.create_sheet(RULES_SHEET), by_itself)
    if following:
        _write_following(workbook.create_sheet(FOLLOWING_SHEET), following)
    if any(one.support.exceptions for one in suggestions):
        _write_exceptions(workbook.create_sheet(EXCEPTIONS_SHEET), suggestions, places)
    _write_guide(workbook.create_sheet(GUIDE_SHEET))
    save_stably(workbook.save, path)


def _write_rules(sheet: Worksheet, suggestions: Sequence[Suggestion]) -> None:
    _write_title(
        sheet,
        "Quy tắc đề xuất: mỗi dòng là một quy tắc giữa các số liệu của biểu, chưa được áp dụng.",
        f"Chỉ điền các ô màu vàng; dòng chưa quyết định thì để trống. Cách điền: trang “{GUIDE_SHEET}”.",
    )
    table = Table(sheet, _COLUMNS, _TABLE_TOP, GUARDS)
    rows = []
    for one in suggestions:
        words = {"words_vi": one.rule.words_vi, "words_en": one.rule.words_en}
        height = row_height([(words[column.name], column.width) for column in _COLUMNS if column.name in words], 10)
        row = table.add(_texts(one), _guards(one), height)
        for name, text in (words | {SEVERITY: choice_of("severity", one.rule.severity)}).items():
            write_text(table.cell(row, name), text)
        for name in ("support_en", "words_en"):
            table.cell(row, name).font = Font(name=FONT, size=9, italic=True, color="595959")
        rows.append(row)
    if rows:
        for name, code_list, prompt in (
            (DECISION, "rule_decision", "Nhận hoặc bỏ; chưa quyết định thì để trống."),
            (SEVERITY, "severity", "Nghiêm trọng: chỉ khi báo cáo đúng không thể nào trái quy tắc."),
        ):
            rule = list_validation(choices_of(code_list), prompt, "Hãy chọn trong danh sách.")
            rule.add(f"{table.letter(name)}{rows[0]}:{table.letter(name)}{rows[-1]}")
            sheet.add_data_validation(rule)
    last = max(table.next_row - 1, table.heading_row)
    sheet.freeze_panes = sheet.cell(table.heading_row + 1, 4)
    sheet.auto_filter.ref = f"A{table.heading_row}:{table.letter('form')}{last}"
    lock(sheet)
    sheet.protection.autoFilter = False
    set_paper(sheet, "landscape", f"{table.heading_row}:{table.heading_row}")


def _texts(one: Suggestion) -> dict[str, str]:
    reason = code_words("rule_reason")[one.candidate.reason]
    speaker = code_words("rule_speaker")[one.source]
    return {
        "places": one.places,
        "reason": f"{reason.title_vi} ({speaker.vi}).\n{reason.en}; {speaker.en}",
        "support_vi": support_vi(one.support),
        "support_en": support_en(one.support),
        "expression": one.expression,
        "form": one.form_version,
    }


def _guards(one: Suggestion) -> dict[str, str]:
    rule, reason = one.rule, code_words("rule_reason")[one.candidate.reason]
    return {
        "rule_id": rule.rule_id,
        "kind": rule.kind,
        "comparison": rule.comparison,
        "constant": f"{rule.constant:f}",
        "terms": " ".join(
            _NAME_IN_TERMS.join((term.role, f"{term.coefficient:f}", term.source, term.concept, term.measure))
            for term in rule.terms
        ),
        "origin": f"{reason.en}, {support_en(one.support, told=False)}",
    }


def terms_in(text: str) -> list[tuple[str, ...]]:
    """Role, coefficient, source, concept and measure of each term that a hidden cell holds."""
    return [tuple(word.split(_NAME_IN_TERMS)) for word in text.split()]


def support_vi(support: Support, told: bool = True) -> str:
    """What the reports say of a rule, in Vietnamese; `told` with the first of those against it."""
    if not support.by_kind:
        return "Chưa có báo cáo nào nói tới."
    lines = [f"Đúng ở {support.held}/{support.judged} báo cáo, trong đó {support.telling} báo cáo có thể đã trái."]
    lines += [f"{_kind_vi(one)}: {one.held}/{one.judged}" for one in support.by_kind if len(support.by_kind) > 1]
    if support.always_at_bound:
        lines.append("Hai bên bằng nhau ở hầu hết báo cáo.")
    if told and support.exceptions:
        lines.append(f"Trái: {_first(support.exceptions)}")
    return "\n".join(lines)


def support_en(support: Support, told: bool = True) -> str:
    """The same in English."""
    if not support.by_kind:
        return "no report yet"
    lines = [f"holds in {support.held} of {support.judged} reports, of which {support.telling} could have broken it"]
    if told:
        lines += [f"{_kind_en(one)}: {one.held} of {one.judged}" for one in support.by_kind if len(support.by_kind) > 1]
        lines += ["both sides are equal in nearly all"] * support.always_at_bound
        lines += [f"against it: {_first(support.exceptions)}"] * bool(support.exceptions)
    return "\n".join(lines)


def _first(reports: Sequence[str]) -> str:
    shown = ", ".join(reports[:_EXCEPTIONS_TOLD])
    return f"{shown}, … (+{len(reports) - _EXCEPTIONS_TOLD})" if len(reports) > _EXCEPTIONS_TOLD else shown


def _kind_vi(one: Judged) -> str:
    period = "cả năm" if one.period == "year" else "một phần năm"
    return f"Biểu {one.form_version}, {code_words('unit_level')[one.unit_level].vi}, {period}"


def _kind_en(one: Judged) -> str:
    period = "whole years" if one.period == "year" else "parts of a year"
    return f"form {one.form_version}, {code_words('unit_level')[one.unit_level].en}, {period}"


def _write_following(sheet: Worksheet, suggestions: Sequence[Suggestion]) -> None:
    _write_title(
        sheet,
        "Biểu mẫu cũng nói các quy tắc này, nhưng chúng suy ra được từ những quy tắc khác: để biết, không phải điền.",
        "",
    )
    rows = [
        (one.places, one.rule.words_vi, one.rule.words_en, one.expression, "\n".join(one.implied_by), one.form_version)
        for one in suggestions
    ]
    headings = ("Dòng của biểu", "Quy tắc", "Rule in English", "Biểu thức", "Suy ra từ", "Biểu")
    _write_plain(sheet, headings, (14, 52, 46, 40, 46, 9), rows)


def _write_exceptions(sheet: Worksheet, suggestions: Sequence[Suggestion], places: Places) -> None:
    _write_title(sheet, "Báo cáo trái với quy tắc đề xuất, từng số liệu và nơi ghi nó.", "")
    rows = [
        (one.places, one.rule.words_vi, report, key.concept, *_place(places.get((report, key.concept))))
        for one in suggestions
        for report in one.support.exceptions
        for key in dict.fromkeys(
            key._replace(measure="value") for key in one.candidate.keys if key.source == "appendix"
        )
    ]
    headings = ("Dòng của biểu", "Quy tắc", "Báo cáo", "Số liệu", "Giá trị", "Trang, dòng")
    _write_plain(sheet, headings, (14, 60, 14, 40, 14, 18), rows)


def _place(found: tuple | None) -> tuple[str, str]:
    """A figure with its base, and its page and lines."""
    if found is None:
        return "", ""
    value, base, page, first, last = found
    figure = "/".join(f"{one.normalize():f}" for one in (value, base) if one is not None)
    lines = "–".join(dict.fromkeys(str(one) for one in (first, last) if one is not None))
    return figure, "\n".join([f"trang {page}"] * (page is not None) + [f"dòng {lines}"] * bool(lines))


def _write_title(sheet: Worksheet, title: str, below: str) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(name=FONT, size=13, bold=True)
    sheet["A2"] = below or None
    sheet["A2"].font = Font(name=FONT, size=11, italic=True)


def _write_plain(
    sheet: Worksheet, headings: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str]]
) -> None:
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), start=1):
        write_heading(sheet.cell(3, column), heading, 10)
        sheet.column_dimensions[sheet.cell(3, column).column_letter].width = width
    for number, texts in enumerate(rows, start=4):
        for column, text in enumerate(texts, start=1):
            write_text(sheet.cell(number, column), text)
            sheet.cell(number, column).font = Font(name=FONT, size=10)
            sheet.cell(number, column).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A4"
    lock(sheet)
    set_paper(sheet, "landscape", "3:3")


def _write_guide(sheet: Worksheet) -> None:
    lines = [
        ("Cách điền", ""),
        ("", "Máy chỉ đề xuất. Quy tắc có hiệu lực khi có người nhận, ghi tên, và chạy: cchc accept-rules <tệp này>."),
        ("", "Nhận dòng nào thì chọn mức độ và ghi họ tên. Có một dòng sai thì không dòng nào được ghi."),
        ("", "Lời của quy tắc sửa được; biểu thức thì không. Mỗi quy tắc phải là một câu trọn, cả hai thứ tiếng."),
        ("", "Báo cáo “có thể đã trái”: không tính nơi mọi số bằng 0, phần bằng toàn bộ, hay lặp lại số cũ."),
        ("", "Sau đó dbt build xét mọi báo cáo theo quy tắc mới."),
        ("How to fill it in", ""),
        ("", "These are suggestions. A rule holds once a person accepts it by name: cchc accept-rules THIS-FILE."),
        ("", "Choose a decision and a severity, and sign. One row that cannot be taken, and none is recorded."),
        ("", "A report “could have broken it” unless all is 0, a part equals its whole, or it repeats itself."),
        ("", "The words may be changed, the arithmetic not. Then dbt build judges every report by the rules taken."),
        ("Quyết định", ""),
        *((choice_of("rule_decision", code), words.meaning_vi) for code, words in code_words("rule_decision").items()),
        ("Mức độ", ""),
        (choice_of("severity", "critical"), "Một báo cáo đúng không thể trái quy tắc; trái thì không được công bố."),
        (choice_of("severity", "warning"), "Trái thì cần xem lại, nhưng có thể có lý do."),
        (choice_of("severity", "info"), "Để biết."),
        ("Vì sao đề xuất", ""),
        *((words.title_vi, words.meaning_vi or words.en) for words in code_words("rule_reason").values()),
    ]  # fmt: skip
    for row, (name, text) in enumerate(lines, start=1):
        for column, shown in ((1, name), (2, text)):
            sheet.cell(row, column, shown or None).font = Font(name=FONT, size=11, bold=column == 1)
            sheet.cell(row, column).alignment = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 90
    lock(sheet)
    set_paper(sheet, "landscape", "1:1")

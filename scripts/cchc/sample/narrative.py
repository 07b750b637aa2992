"""The sentences and notes of a sample report: what it tells outside its table, in the words the patterns know.

A sentence stands only where all its figures are told, so a report says nothing that its truth does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from cchc.reference.form import Form, load_forms
from cchc.sample.content import Figure, SampleReport, count_text, percent_text

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")

_OF_THE_REPORT = frozenset(("unit", "year", "communes"))

# {concept} is a count, {concept:percent}, {concept:number} of a document, {concept:date}; {unit} is huyện, thị xã, …,
# {communes} how many it has.
_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "I. KẾT QUẢ THỰC HIỆN\n1. Công tác chỉ đạo, điều hành",
        (
            "Ngay từ đầu năm, UBND {unit} đã ban hành Kế hoạch số {reform_plan_number:number} ngày "
            "{reform_plan_date:date} về thực hiện công tác CCHC năm {year}; Kế hoạch số "
            "{procedure_control_plan_number:number} ngày {procedure_control_plan_date:date} về hoạt động kiểm soát "
            "thủ tục hành chính năm {year} trên địa bàn {unit} và {directives_besides_plans} văn bản khác về công tác "
            "cải cách hành chính đã triển khai thực hiện.",
            "Kết quả: theo tiến độ đề ra, đến nay đã triển khai hoàn thành "
            "{reform_plan_tasks_completed}/{reform_plan_tasks_set} nhiệm vụ, bằng "
            "{reform_plan_completion_pct:percent} kế hoạch, các nhiệm vụ còn lại đang triển khai thực hiện theo đúng "
            "lộ trình.",
        ),
    ),
    (
        "2. Cải cách thể chế",
        (
            "Các phòng chuyên môn đã trình Ủy ban nhân dân {unit} ban hành quyết định quy định chức năng, nhiệm vụ, "
            "quyền hạn và cơ cấu tổ chức của {legal_documents_issued_on_schedule}/{specialised_departments} cơ quan "
            "chuyên môn, đạt yêu cầu đề ra.",
            "Trong năm UBND {unit} có {legal_documents_checked} VBQPPL tự kiểm tra và kiểm tra theo thẩm quyền.",
        ),
    ),
    (
        "3. Cải cách thủ tục hành chính",
        (
            "Các phòng chuyên môn và UBND cấp xã thực hiện công khai đầy đủ, kịp thời {procedures_in_force} thủ tục "
            "hành chính thuộc thẩm quyền giải quyết tại Bộ phận Một cửa, bằng toàn bộ số TTHC thuộc thẩm quyền giải "
            "quyết, bao gồm: cấp huyện {procedures_district} TTHC và cấp xã {procedures_commune} TTHC, "
            "{procedures_shared} TTHC áp dụng chung cấp huyện và cấp xã.",
            "Trang thông tin điện tử của {unit} công khai địa chỉ tiếp nhận phản ánh, kiến nghị của người dân.",
        ),
    ),
    (
        "4. Cải cách tổ chức bộ máy",
        (
            "Số người làm việc tại các cơ quan không tăng so với số biên chế được giao. Cụ thể: Giao "
            "{civil_servant_positions_assigned} biên chế công chức cho {specialised_departments} cơ quan chuyên môn "
            "và phân bổ {public_service_positions_assigned} người làm việc cho các đơn vị sự nghiệp công lập.",
            "Thực hiện chủ trương tinh gọn, UBND {unit} đã quyết định sáp nhập giảm được {public_service_units_cut} "
            "đơn vị sự nghiệp và {specialised_departments_cut} cơ quan hành chính. Cụ thể có phụ lục riêng.",
        ),
    ),
    (
        "5. Cải cách chế độ công vụ",
        (
            "UBND {unit} đã ban hành Kế hoạch số {training_plan_number:number} ngày {training_plan_date:date} về đào "
            "tạo, bồi dưỡng cán bộ, công chức, viên chức năm {year}. Kết quả: cử {people_trained} lượt cán bộ, công "
            "chức, viên chức tham dự lớp đào tạo bồi dưỡng, đạt tỉ lệ {people_trained_vs_plan_pct:percent} theo Kế "
            "hoạch năm.",
            "Thực hiện định kỳ chuyển đổi. Kết quả đã chuyển đổi vị trí công tác được {job_rotations_done} công chức, "
            "viên chức, đạt {job_rotations_vs_plan_pct:percent} kế hoạch năm.",
            "Về chính sách tinh giản, trong năm thực hiện tinh giản biên chế đối với {all_staff_cut} công chức, viên "
            "chức, đạt {all_staff_cut_vs_plan_pct:percent} kế hoạch năm.",
        ),
    ),
    (
        "6. Cải cách tài chính công",
        (
            "Các cơ quan sử dụng kinh phí đúng quy định. Cụ thể: "
            "{autonomous_administrative_organisations}/{administrative_organisations} cơ quan hành chính cấp huyện và "
            "UBND {autonomous_communes}/{autonomous_communes} xã, thị trấn thực hiện đúng chế độ tự chủ, tự chịu trách "
            "nhiệm theo quy định của Chính phủ; {units_funded_by_state} đơn vị sự nghiệp công lập được ngân sách Nhà "
            "nước đảm bảo toàn bộ nguồn kinh phí.",
            "Từ nguồn tiết kiệm, các đơn vị đã chi tăng thu nhập cho cán bộ, công chức, viên chức với tổng số tiền là "
            "{added_income_million_dong} triệu đồng.",
        ),
    ),
    (
        "7. Xây dựng và phát triển Chính phủ điện tử, Chính phủ số",
        (
            "Tính đến thời điểm báo cáo, Ủy ban nhân dân {unit} đã phát hành {outgoing_documents} văn bản điện tử, "
            "phần lớn văn bản phát hành dưới dạng điện tử, trong đó có {fully_digital_documents_pct:percent} phát hành "
            "hoàn toàn dưới dạng điện tử và văn bản có ký số, {digital_and_paper_documents_pct:percent} được gửi dưới "
            "dạng điện tử và song song với văn bản giấy.",
            "Các cơ quan hành chính và {iso_maintained_by_communes}/{iso_maintained_by_communes} UBND các xã, thị trấn "
            "tiếp tục duy trì áp dụng hệ thống quản lý chất lượng. Ban hành Quyết định số "
            "{iso_decision_number:decision} ngày {iso_decision_date:date} về việc ban hành bộ tài liệu áp dụng hệ "
            "thống quản lý chất lượng.",
        ),
    ),
    (
        "8. Thực hiện cơ chế một cửa, một cửa liên thông",
        (
            "Bộ phận Một cửa của {unit} khảo sát {satisfaction_survey_forms} phiếu ý kiến khách hàng, kết quả có "
            "{satisfaction_pct:percent} ý kiến hài lòng về thái độ của cán bộ, công chức.",
            "Trong năm Bộ phận Một cửa {unit} đã tiếp nhận {district_dossiers_received} hồ sơ thủ tục hành chính, đã "
            "giải quyết {district_dossiers_resolved} hồ sơ, đang giải quyết trong hạn {district_dossiers_in_progress} "
            "hồ sơ, trong đó có một số hồ sơ tiếp nhận và giải quyết trước hạn.",
            "Qua các kênh khác, trong đó có {postal_dossiers_received} hồ sơ tiếp nhận và giải quyết qua dịch vụ bưu "
            "chính công ích, {online_level_4_dossiers} hồ sơ tiếp nhận và giải quyết qua dịch vụ công trực tuyến mức "
            "độ 4.",
            "Bộ phận Một cửa cấp xã đã tiếp nhận {commune_dossiers_received} hồ sơ thủ tục hành chính, đã giải quyết "
            "{commune_dossiers_resolved} hồ sơ, {commune_dossiers_on_time_pct:percent} hồ sơ cấp huyện, cấp xã đã giải "
            "quyết trả kết quả đúng và trước hạn.",
        ),
    ),
    (
        "9. Công tác tuyên truyền",
        (
            "Thực hiện Kế hoạch số {outreach_plan_number:number} ngày {outreach_plan_date:date} về tuyên truyền công "
            "tác CCHC năm {year}, đến nay đã triển khai hoàn thành "
            "{outreach_plan_tasks_completed}/{outreach_plan_tasks_set} nhiệm vụ, bằng "
            "{outreach_plan_completed_pct:percent} kế hoạch năm. Các văn bản chỉ đạo về CCHC của Ủy ban nhân dân "
            "{unit} được đăng tải kịp thời.",
            "Trong đó chuyên mục cải cách hành chính đã đăng {outreach_articles_on_own_site} tin bài về hoạt động cải "
            "cách hành chính trên địa bàn {unit}. Đề nghị đăng {outreach_articles_on_provincial_site} tin bài trên "
            "Trang Cải cách hành chính tỉnh.",
            "Phát động tham gia Hội thi trực tuyến cải cách hành chính tỉnh năm {year}. Kết quả: có "
            "{online_contest_participants} trên tổng số {online_contest_staff_total} cán bộ, công chức, viên chức cấp "
            "huyện và cán bộ, công chức cấp xã tham gia.",
        ),
    ),
    (
        "10. Kiểm tra và phân cấp quản lý",
        (
            "Đã kiểm tra việc phân cấp về tổ chức bộ máy, biên chế, đất đai, giao thông, ngân sách đối với "
            "{decentralisation_inspection_communes}/{communes} xã, thị trấn, đạt yêu cầu kế hoạch.",
            "Căn cứ Kế hoạch số {inspection_plan_number:number} ngày {inspection_plan_date:date} về kiểm tra công tác "
            "cải cách hành chính và kiểm tra phân cấp quản lý nhà nước, đoàn đã kiểm tra công tác cải cách hành chính "
            "và kiểm tra phân cấp quản lý nhà nước đối với {reform_inspection_communes}/{communes} xã, thị "
            "trấn và kiểm tra công tác cải cách hành chính đối với {reform_inspection_departments} cơ quan hành chính "
            "{unit}, đạt yêu cầu kế hoạch năm.",
        ),
    ),
    (
        "II. TỒN TẠI, HẠN CHẾ",
        (
            "Số hóa kết quả giải quyết thủ tục hành chính đạt thấp (đạt {procedure_results_digitised_pct:percent}), cơ "
            "sở vật chất của một số xã chưa đáp ứng yêu cầu.",
        ),
    ),
    (
        "III. PHƯƠNG HƯỚNG",
        (
            "Tiếp tục rà soát, đơn giản hóa thủ tục; đẩy mạnh dịch vụ công trực tuyến; nâng cao mức độ hài lòng của "
            "người dân và doanh nghiệp.",
        ),
    ),
)

DOCUMENTS = (
    "reform_plan",
    "procedure_control_plan",
    "training_plan",
    "outreach_plan",
    "inspection_plan",
    "iso_decision",
)
DOCUMENT_FIGURES = frozenset(f"{name}_{figure}" for name in DOCUMENTS for figure in ("number", "date"))
_ALSO_TELLS = {
    "commune_dossiers_on_time_pct": "district_dossiers_on_time_pct",
    "postal_dossiers_received": "postal_dossiers_returned",
}  # one figure in a sentence that is said of both

_NOTES = {
    "reform_plans": "Kế hoạch số {reform_plan_number:number} ngày {reform_plan_date:date}",
    "procedure_control_plan_issued": (
        "Kế hoạch số {procedure_control_plan_number:number} ngày {procedure_control_plan_date:date}"
    ),
    "people_to_be_trained": "Kế hoạch số {training_plan_number:number} ngày {training_plan_date:date}",
    "iso_published_by_subordinate_units": "Quyết định số {iso_decision_number:decision} ngày {iso_decision_date:date}",
    "procedures_in_force": "({procedures_shared} TTHC áp dụng chung cấp huyện và cấp xã)",
    "online_level_4_dossiers_processed_pct": "{online_level_4_dossiers}/{online_level_4_dossiers}",
}


def paragraphs(report: SampleReport) -> list[str]:
    """The narrative, heading lines of its sections among it."""
    lines: list[str] = []
    for heading, sentences in _SECTIONS:
        lines.extend(heading.split("\n"))
        lines.extend(sentence for words in sentences if (sentence := _filled(words, "narrative", report)))
    return lines


def note(report: SampleReport, concept: str) -> str:
    """What the note column says in the row of a concept; empty for most."""
    return _filled(_NOTES[concept], "note", report) if concept in _NOTES else ""


def note_concepts() -> dict[str, frozenset[str]]:
    """The figures that the note of a row tells, by the concept of the row."""
    return {concept: _concepts(words) for concept, words in _NOTES.items()}


def may_tell(form: Form) -> tuple[tuple[str, str], ...]:
    """Source and concept of every figure that sentences and notes may tell beside a form.

    A sentence about a figure that only another form asks for is left out.
    """
    asked = {row.concept for row in form.answered}
    elsewhere = {row.concept for other in load_forms() for row in other.answered} - asked
    told = [
        ("narrative", concept)
        for _, sentences in _SECTIONS
        for words in sentences
        if not _concepts(words) & elsewhere
        for concept in sorted(_concepts(words))
    ]
    told += [
        ("note", concept)
        for row in form.answered
        for concept in sorted(_concepts(_NOTES.get(row.concept, "")))
        if concept not in elsewhere
    ]
    return tuple(dict.fromkeys(told))


def only_told(might_be: Mapping[tuple[str, str], Figure]) -> dict[tuple[str, str], Figure]:
    """Of the figures that might be told, those that sentences and notes tell once the incomplete ones are left out.

    One figure cannot be said of two that differ.
    """
    said: set[tuple[str, str]] = set()
    for words in (sentence for _, sentences in _SECTIONS for sentence in sentences):
        keys = {("narrative", concept) for concept in _concepts(words)}
        differ = any(
            might_be.get(("narrative", one)) != might_be.get(("narrative", other))
            for one, other in _ALSO_TELLS.items()
            if ("narrative", one) in keys
        )
        if keys <= might_be.keys() and not differ:
            said |= keys
    return {key: figure for key, figure in might_be.items() if key in said or key[0] == "note"}


@cache
def _concepts(words: str) -> frozenset[str]:
    found = frozenset(concept for concept, _ in _FIELD.findall(words)) - _OF_THE_REPORT
    return found | {_ALSO_TELLS[concept] for concept in found if concept in _ALSO_TELLS}


def _filled(words: str, source: str, report: SampleReport) -> str:
    """The sentence with its figures; empty where one of them is not told."""
    if any((source, concept) not in report.told for concept in _concepts(words)):
        return ""
    return _FIELD.sub(lambda found: _text(found[1], found[2] or "count", source, report), words)


def _text(concept: str, kind: str, source: str, report: SampleReport) -> str:
    if concept == "unit":
        return report.unit.unit_type_vi
    if concept == "year":
        return str(report.year)
    if concept == "communes":
        return str(report.commune_count)
    figure = report.told[source, concept]
    match kind:
        case "percent":
            return f"{percent_text(figure, report.style)}%"
        case "number":
            return f"{figure.value:02f}/KH-UBND"
        case "decision":
            return f"{figure.value:f}/QĐ-UBND"
        case "date":
            return f"{datetime.strptime(str(figure.value), '%Y%m%d'):%d/%m/%Y}"
    return count_text(figure.number, report.style)

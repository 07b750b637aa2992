"""Plausible reports from a seed number: one for a unit and a year, each following from the year before.

The figures are drawn so that every rule holds; nothing is drawn and then mended.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from cchc.errors import CchcError
from cchc.reading.number_grammar import decimals_of
from cchc.reference.form import Form, FormRow, load_forms
from cchc.reference.periods import last_day
from cchc.reference.rules import holds, load_rules
from cchc.reference.units import Unit, load_units
from cchc.sample.content import Figure, SampleReport, Style, lookup
from cchc.sample.narrative import only_told
from cchc.sample.story import Standing, standing

_DRAWS_MOST = 1000
_COMMUNES = 12  # of a unit whose count the seed does not tell


def units_for(year: int, codes: tuple[str, ...] = (), province: str | None = None) -> tuple[Unit, ...]:
    """The units that report for a year: those named, or all of a province, or all there are; by code.

    Raises CchcError where no form serves the year, or a code names no reporting unit valid on its last day.
    """
    form_for(year)
    valid = [unit for unit in load_units() if unit.is_valid_on(last_day(year)) and unit.unit_level != "province"]
    return _chosen(valid, year, codes, province)


def units_near(year: int, codes: tuple[str, ...] = (), province: str | None = None) -> tuple[Unit, ...]:
    """As `units_for`, for any year: the districts of its last day, or of the nearest day on which the seed has any.

    Raises CchcError where a code or the province is of no district then.
    """
    districts = [unit for unit in load_units() if unit.unit_level == "district"]
    earliest = min(unit.valid_from for unit in districts)
    latest = max(unit.valid_to or date.max for unit in districts)
    day = min(max(last_day(year), earliest), latest)
    return _chosen([unit for unit in districts if unit.is_valid_on(day)], year, codes, province)


def _chosen(valid: list[Unit], year: int, codes: tuple[str, ...], province: str | None) -> tuple[Unit, ...]:
    unknown = set(codes) - {unit.unit_code for unit in valid}
    if unknown:
        raise CchcError(
            f"--units: no reporting unit {', '.join(sorted(unknown))} was valid at the end of {year}. "
            "Codes stand in seeds/reference/administrative_units.csv."
        )
    chosen = [
        unit
        for unit in valid
        if (not codes or unit.unit_code in codes) and (not province or unit.province_code == province)
    ]
    if not chosen:
        raise CchcError(
            f"--province: no unit of province {province} was valid at the end of {year}. "
            "Codes stand in seeds/reference/administrative_units.csv."
        )
    return tuple(sorted(chosen, key=lambda unit: unit.unit_code))


def form_for(year: int) -> Form:
    """The form that serves a year. Raises CchcError where none does."""
    forms = [form for form in load_forms() if form.covers(year)]
    if not forms:
        first = load_forms()[0].first_year
        raise CchcError(f"no form in seeds/reference/form_versions.csv serves {year}. Expected {first} or later.")
    return forms[-1]


def form_near(year: int) -> Form:
    """The form that serves a year, or else the one that serves the year nearest to it."""
    return min(reversed(load_forms()), key=lambda form: max(form.first_year - year, year - (form.last_year or year), 0))


def generate(unit: Unit, year: int, seed: int, form: Form | None = None) -> SampleReport:
    """The report of a unit for a year, on the form that serves it unless another is given.

    The same seed gives the same report, whatever else is asked for. Raises CchcError where no form serves the year.
    """
    form = form or form_for(year)
    random = Random(f"{seed}-{unit.unit_code}-{year}")
    known = _answers(unit, standing(unit.unit_code, year, seed), random)
    told = _told(unit, year, known, random)
    answers = {row.concept: _coded(row, known[row.concept], random) for row in form.answered if row.concept in known}
    style = _style(Random(f"{seed}-{unit.unit_code}-style"))
    if style.bare_zero_ratios:
        answers |= {name: Figure(one.value) for name, one in answers.items() if one.base is not None and not one.value}
    report = SampleReport(
        unit=unit,
        year=year,
        form=form,
        style=style,
        document_number=random.randint(120, 480),
        signed_on=date(year, 12, random.randint(5, 24)),
        answers=answers,
        told=only_told(told),
    )
    new_rows = [row for row in form.answered if row.concept not in known]
    return _answer_new(report, new_rows, random) if new_rows else report


def _answer_new(report: SampleReport, rows: list[FormRow], random: Random) -> SampleReport:
    """Answer rows whose meaning is not known here, drawn until every rule that names them holds."""
    concepts = {row.concept for row in rows}
    rules = [rule for rule in load_rules() if any(term.concept in concepts for term in rule.terms)]
    for _ in range(_DRAWS_MOST):
        drawn = replace(report, answers={**report.answers, **{row.concept: _any_answer(row, random) for row in rows}})
        known = lookup(drawn, None)
        if all(holds(rule, known) is not False for rule in rules):
            return drawn
    raise CchcError(
        f"{report.report_id}: no answers to {', '.join(sorted(concepts))} were found in {_DRAWS_MOST} draws that obey "
        f"{', '.join(rule.rule_id for rule in rules)}. Teach scripts/cchc/sample/generate.py how they hang together."
    )


def previous_report(report: SampleReport, seed: int) -> SampleReport | None:
    """The same unit's report of the year before; None where the unit did not report then."""
    before = _before(report.unit, report.year)
    return generate(before, report.year - 1, seed) if before else None


def _coded(row: FormRow, figure: Figure, random: Random) -> Figure:
    """The figure, or a code of the row's list where the form has another list than the one known here."""
    if not row.codes or f"{figure.value:f}" in row.codes:
        return figure
    return Figure(Decimal(random.choice(row.codes)))


def _any_answer(row: FormRow, random: Random) -> Figure:
    """An answer of its kind to a row whose meaning is not known here: a form may ask what no form asked before."""
    match row.answer_type:
        case "percent":
            return _share(random.randint(0, 10000), 10000)
        case "ratio":
            base = random.randint(1, 60)
            return Figure(Decimal(random.randint(0, base)), Decimal(base))
        case "flag" | "choice":
            return Figure(Decimal(random.choice(row.codes)))
    return Figure(Decimal(random.randint(0, 90)))


def _before(unit: Unit, year: int) -> Unit | None:
    if not any(form.covers(year - 1) for form in load_forms()):
        return None
    return next(
        (one for one in load_units() if one.unit_code == unit.unit_code and one.is_valid_on(last_day(year - 1))), None
    )


def _style(random: Random) -> Style:
    def often(share: float) -> bool:
        return random.random() < share

    return Style(
        pads_zeros=often(0.5),
        percent_mark="," if often(0.8) else ".",
        groups_thousands=often(0.8),
        bare_zero_ratios=often(0.3),
        two_row_heading=often(0.4),
        numbers_as_text=often(0.4),
        table_of_its_own_sheet=often(0.5),
        separator=" | " if often(0.4) else " ",
        centred_cells=often(0.5),
        with_diacritics=often(0.7),
        between_codes=random.choice(("\n", "\n", ", ", " / ")),
    )


def _share(part: int | Decimal, whole: int | Decimal, decimals: int = 2) -> Figure:
    """100 * part / whole with at most so many decimals, and no more than it needs; 0 of nothing."""
    exact = Decimal(100) * part / whole if whole else Decimal(0)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    needed = decimals_of(rounded.normalize())
    return Figure(rounded.quantize(Decimal(1).scaleb(-needed)), decimals=needed)


def _communes(unit: Unit) -> int:
    return _COMMUNES if unit.commune_count is None else unit.commune_count


def _answers(unit: Unit, now: Standing, random: Random) -> dict[str, Figure]:
    """Every answer known here, by concept; names that begin with `_` are facts that only the narrative tells."""
    communes = _communes(unit)
    draw = random.randint
    answers: dict[str, Figure] = {}

    def put(**figures: int) -> None:
        answers.update((concept, Figure(Decimal(value))) for concept, value in figures.items())

    def of(concept: str) -> int:
        return int(answers[concept].number)

    def on_time() -> Figure:
        return Figure(Decimal(100)) if draw(0, 2) else _share(draw(9500, 9999), 10000)

    departments = now.departments
    put(specialised_departments=departments, specialised_departments_cut=draw(0, 1))
    put(public_service_units=now.public_service_units, public_service_units_cut=now.public_service_units_cut)

    tasks = draw(18, 60)
    put(reform_plans=1, reform_plan_tasks_set=tasks, reform_plan_tasks_completed=draw(tasks * 4 // 5, tasks))
    put(reform_directives_issued=draw(8, 48), reform_inspection_departments=draw(2, departments))
    put(reform_inspection_subordinate_units=draw(0, 6), reform_inspection_communes=draw((communes + 1) // 2, communes))
    _pair(answers, random, "reform_inspection_problems_found", "reform_inspection_problems_resolved", 3, 45)
    put(_outreach_tasks_set=draw(8, 24))
    put(_outreach_tasks_completed=of("_outreach_tasks_set") - max(draw(-3, 2), 0))
    answers["outreach_plan_completed_pct"] = _share(of("_outreach_tasks_completed"), of("_outreach_tasks_set"))
    put(outreach_articles_on_provincial_site=draw(1, 14), outreach_articles_on_own_site=draw(8, 70))
    put(outreach_media_items=draw(12, 160), outreach_at_meetings=1)
    assigned = draw(0, 80)
    put(assigned_tasks=assigned, assigned_tasks_completed_on_time=draw(assigned * 9 // 10, assigned))
    put(assigned_tasks_completed_late=draw(0, assigned - of("assigned_tasks_completed_on_time")))
    put(satisfaction_survey_forms=draw(100, 1400), satisfaction_survey_method=draw(0, 2))
    answers["satisfaction_pct"] = on_time()
    put(leader_dialogue_held=int(draw(0, 5) > 0), administrative_discipline_kept=int(draw(0, 9) > 0))
    answers["other_task_results"] = Figure(None) if draw(0, 2) == 0 else Figure(Decimal(draw(0, 4)))

    documents = draw(4, 24)
    put(legal_documents_issued=documents, legal_documents_issued_on_schedule=min(documents - draw(0, 1), departments))
    put(legal_documents_issued_by_procedure=documents - draw(0, 1))
    for name, done, found, handled in (
        ("legal_documents_self_checked", draw(4, 30), "self_check", "self_check"),
        ("legal_documents_checked_by_competence", draw(0, 40), "check", "check"),
    ):
        put(**{name: done, f"unlawful_documents_found_by_{found}": draw(0, min(done, 3))})
        put(**{f"unlawful_documents_handled_after_{handled}": draw(0, of(f"unlawful_documents_found_by_{found}"))})
    put(legal_documents_checked=of("legal_documents_self_checked") + of("legal_documents_checked_by_competence"))
    due = draw(6, 55)
    put(legal_documents_under_review=due, legal_documents_due_for_review=due)
    put(legal_documents_reviewed=due - max(draw(-4, 3), 0), legal_documents_recommended_for_handling=draw(0, 5))
    put(legal_documents_recommended_and_handled=draw(0, of("legal_documents_recommended_for_handling")))

    _procedures(answers, random, now)
    put(procedure_control_plan_issued=1, feedback_address_posted=1)
    _pair(answers, random, "feedback_received", "feedback_resolved", 0, 12)
    answers["internal_process_digitised_pct"] = on_time()
    for level, received in (("district", now.district_dossiers), ("commune", now.commune_dossiers)):
        in_progress = draw(5, 240)
        put(**{f"{level}_dossiers_received": received, f"{level}_dossiers_resolved": received - in_progress})
        for kind in ("", "land_", "construction_"):
            answers[f"{level}_{kind}dossiers_on_time_pct"] = on_time()
    _organisation(answers, random, communes, now)
    _civil_service(answers, random)
    _finance(answers, random)
    _digital(answers, random, communes, now)
    return answers


def _pair(answers: dict[str, Figure], random: Random, whole: str, part: str, least: int, most: int) -> None:
    found = random.randint(least, most)
    answers[whole] = Figure(Decimal(found))
    answers[part] = Figure(Decimal(found - random.randint(0, found // 6)))


def _procedures(answers: dict[str, Figure], random: Random, now: Standing) -> None:
    draw = random.randint
    in_force, commune, shared = now.procedures_in_force, now.procedures_commune, now.procedures_shared
    online = draw(in_force // 4, in_force // 2)
    level_3 = draw(online // 4, online * 3 // 4)
    portal = in_force - max(draw(-6, 9), 0)
    numbers = {
        "procedures_published": now.procedures_published,
        "procedures_repealed": now.procedures_repealed,
        "procedures_in_force": in_force,
        "procedures_district": in_force + shared - commune,
        "procedures_commune": commune,
        "_procedures_shared": shared,
        "procedures_on_one_stop_site": in_force - max(draw(-6, 9), 0),
        "procedures_level_3_4_on_one_stop_site": online,
        "procedures_linked_same_level": draw(0, 9),
        "procedures_linked_across_levels": draw(6, 48),
        "procedures_on_service_portal": portal,
        "procedures_level_3_4_on_service_portal": online,
        "procedures_with_online_payment": draw(0, portal // 3),
        "online_level_3_procedures": level_3,
        "online_level_4_procedures": online - level_3,
        "postal_procedures_offered": (offered := draw(12, in_force // 2)),
        "postal_procedures_received": draw(1, offered),
        "postal_procedures_returned": draw(1, offered),
    }
    answers.update((name, Figure(Decimal(value))) for name, value in numbers.items())


def _organisation(answers: dict[str, Figure], random: Random, communes: int, now: Standing) -> None:
    draw = random.randint
    civil, service = now.civil_servant_positions, now.public_service_positions
    autonomous = draw(0, 60)
    numbers = {
        "public_service_unit_divisions": draw(0, 14),
        "public_service_unit_divisions_cut": draw(0, 2),
        "civil_servant_positions_assigned": civil,
        "civil_servants_present": civil - draw(0, 6),
        "contract_workers_in_administration": draw(0, 12),
        "public_service_positions_assigned": service,
        "public_service_staff_present": service - draw(0, service // 12),
        "autonomous_unit_positions_approved": autonomous,
        "autonomous_unit_staff_present": autonomous - draw(0, autonomous // 10),
        "district_committee_leaders": draw(3, 4),
        "department_leaders": draw(24, 40),
        "subordinate_unit_leaders": draw(60, 130),
        "commune_committee_leaders": communes * draw(2, 3),
        "decentralisation_inspection_communes": draw((communes + 1) // 2, communes),
        "inspectorate_departments_and_units": draw(1, 8),
        "inspectorate_communes": draw(0, (communes + 1) // 2),
    }
    plans = {"civil_servants": draw(1, 5), "public_service_staff": draw(3, 22)}
    answers["_planned_cuts"] = Figure(Decimal(sum(plans.values())))
    for group, plan in plans.items():
        cut = max(plan + draw(-2, 3), 0)
        answers[f"{group}_cut"] = Figure(Decimal(cut))
        answers[f"{group}_cut_vs_plan_pct"] = _share(cut, plan)
    answers.update((name, Figure(Decimal(value))) for name, value in numbers.items())
    for name in ("decentralisation_inspection", "inspectorate"):
        _pair(answers, random, f"{name}_problems_found", f"{name}_problems_resolved", 0, 28)


def _civil_service(answers: dict[str, Figure], random: Random) -> None:
    draw = random.randint
    required, to_train = draw(2, 40), draw(40, 420)
    service = [draw(0, 2) for _ in range(3)]
    numbers = {
        "job_positions_approved": 1,
        "job_descriptions_reviewed": int(draw(0, 4) > 0),
        "civil_servants_recruited": draw(0, 12),
        "civil_servants_recruited_as_special_cases": draw(0, 1),
        "commune_officials_moved_to_district": draw(0, 4),
        "public_employees_recruited": draw(0, 60),
        "public_employees_recruited_as_special_cases": draw(0, 1),
        "leaders_selected_by_examination": draw(0, 1),
        "district_committee_leaders_appointed": draw(0, 2),
        "department_leaders_appointed": draw(0, 10),
        "commune_committee_leaders_appointed": draw(0, min(2, int(answers["commune_committee_leaders"].number))),
        "people_to_be_trained": to_train,
        "people_trained": to_train + draw(-to_train // 5, to_train // 4),
        "job_rotations_required": required,
        "job_rotations_done": required - draw(0, required // 4),
        "district_committee_leaders_disciplined": int(draw(0, 9) == 0),
        "department_leaders_disciplined": draw(0, 2),
        "civil_servants_not_leading_disciplined": draw(0, 3),
        "public_service_staff_disciplined": sum(service),
        "fully_autonomous_unit_staff_disciplined": service[0],
        "partly_autonomous_unit_staff_disciplined": service[1],
        "state_funded_unit_staff_disciplined": service[2],
    }
    answers.update((name, Figure(Decimal(value))) for name, value in numbers.items())


def _finance(answers: dict[str, Figure], random: Random) -> None:
    draw = random.randint
    departments, units = answers["specialised_departments"].number, answers["public_service_units"].number
    kinds = {
        "units_covering_recurrent_and_investment": draw(0, 1),
        "units_covering_recurrent": draw(0, 3),
        "units_covering_recurrent_partly": draw(0, 5),
    }
    autonomous = units - max(draw(-4, 2), 0)
    kinds["units_funded_by_state"] = int(autonomous) - sum(kinds.values())
    answers["district_financial_autonomy_applied"] = Figure(Decimal(1))
    answers["autonomous_administrative_organisations"] = Figure(departments, departments)
    answers["autonomous_public_service_units"] = Figure(autonomous, units)
    answers.update((name, Figure(Decimal(value), units)) for name, value in kinds.items())


def _digital(answers: dict[str, Figure], random: Random, communes: int, now: Standing) -> None:
    draw = random.randint
    fully = draw(4200, 9300)
    postal, online = draw(10, 900), draw(3, 240)
    both_ways = draw(0, 2) > 0
    numbers = {
        "video_conference_district_connected": 1,
        "video_conference_communes_connected": draw(0, min(1, communes)),
        "document_system_district_connected": 1,
        "document_system_communes_connected": communes,
        "outgoing_documents": now.outgoing_documents,
        "one_stop_system_district_connected": 1,
        "one_stop_system_communes_connected": communes - draw(0, int(communes > 1)),
        "postal_dossiers_received": postal,
        "postal_dossiers_returned": postal if both_ways else draw(1, postal),
        "iso_published_by_subordinate_units": 1,
        "iso_internal_audit_by_subordinate_units": draw(0, 1),
        "iso_management_review_by_subordinate_units": draw(0, 1),
        "iso_published_by_communes": communes,
        "iso_internal_audit_by_communes": draw(0, communes),
        "iso_management_review_by_communes": draw(0, communes),
        "_online_level_4_dossiers": online,
    }
    answers.update((name, Figure(Decimal(value))) for name, value in numbers.items())
    answers["fully_digital_documents_pct"] = _share(fully, 10000)
    answers["digital_and_paper_documents_pct"] = _share(draw(200, 10000 - fully), 10000)
    answers["online_level_3_dossiers_processed_pct"] = _share(draw(0, 10000), 10000)
    answers["online_level_4_dossiers_processed_pct"] = Figure(Decimal(100))


_REPEATED = (
    "reform_plan_tasks_completed", "reform_plan_tasks_set", "legal_documents_issued_on_schedule",
    "specialised_departments", "legal_documents_checked", "procedures_in_force", "procedures_district",
    "procedures_commune", "civil_servant_positions_assigned", "public_service_positions_assigned",
    "public_service_units_cut", "specialised_departments_cut", "people_trained", "job_rotations_done",
    "autonomous_administrative_organisations", "units_funded_by_state", "outgoing_documents",
    "fully_digital_documents_pct", "digital_and_paper_documents_pct", "satisfaction_survey_forms", "satisfaction_pct",
    "district_dossiers_received", "district_dossiers_resolved", "commune_dossiers_received",
    "commune_dossiers_resolved", "outreach_plan_completed_pct", "outreach_articles_on_own_site",
    "outreach_articles_on_provincial_site", "decentralisation_inspection_communes", "reform_inspection_communes",
    "reform_inspection_departments",
)  # fmt: skip


def _told(unit: Unit, year: int, answers: dict[str, Figure], random: Random) -> dict[tuple[str, str], Figure]:
    """What narrative and notes tell: figures of the appendix again, and some of their own."""
    draw = random.randint
    narrative = {concept: Figure(answers[concept].value, decimals=answers[concept].decimals) for concept in _REPEATED}

    def put(**figures: int | Decimal) -> None:
        narrative.update((concept, Figure(Decimal(value))) for concept, value in figures.items())

    communes = _communes(unit)
    cut = answers["civil_servants_cut"].number + answers["public_service_staff_cut"].number
    put(all_staff_cut=cut, procedures_shared=answers["_procedures_shared"].number)
    put(district_dossiers_in_progress=_less(answers, "district_dossiers_received", "district_dossiers_resolved"))
    put(administrative_organisations=answers["specialised_departments"].number, autonomous_communes=communes)
    put(outreach_plan_tasks_completed=answers["_outreach_tasks_completed"].number)
    put(outreach_plan_tasks_set=answers["_outreach_tasks_set"].number, directives_besides_plans=draw(6, 40))
    put(online_level_4_dossiers=answers["_online_level_4_dossiers"].number, iso_maintained_by_communes=communes)
    put(added_income_million_dong=draw(300, 6800), online_contest_participants=(joined := draw(240, 1500)))
    put(online_contest_staff_total=joined + draw(20, 400))
    narrative["all_staff_cut_vs_plan_pct"] = _share(cut, answers["_planned_cuts"].number)
    narrative["reform_plan_completion_pct"] = _percent_of(
        answers, "reform_plan_tasks_completed", "reform_plan_tasks_set"
    )
    narrative["people_trained_vs_plan_pct"] = _percent_of(answers, "people_trained", "people_to_be_trained", 1)
    narrative["job_rotations_vs_plan_pct"] = _percent_of(answers, "job_rotations_done", "job_rotations_required")
    narrative["procedure_results_digitised_pct"] = _share(draw(200, 6900), 10000)
    for channel in ("postal_dossiers_received", "postal_dossiers_returned"):
        if answers["postal_dossiers_received"] == answers["postal_dossiers_returned"]:
            narrative[channel] = answers[channel]
    for level in ("district", "commune"):
        if answers["district_dossiers_on_time_pct"] == answers["commune_dossiers_on_time_pct"]:
            narrative[f"{level}_dossiers_on_time_pct"] = answers[f"{level}_dossiers_on_time_pct"]
    told = {("narrative", concept): figure for concept, figure in narrative.items()}
    return told | _documents(year, answers, random)


def _less(answers: dict[str, Figure], whole: str, part: str) -> Decimal:
    return answers[whole].number - answers[part].number


def _percent_of(answers: dict[str, Figure], part: str, whole: str, decimals: int = 2) -> Figure:
    return _share(answers[part].number, answers[whole].number, decimals)


def _documents(year: int, answers: dict[str, Figure], random: Random) -> dict[tuple[str, str], Figure]:
    """The year's plans, in the order in which they were issued, and what the notes tell."""
    told: dict[tuple[str, str], Figure] = {}
    number, day = random.randint(2, 9), date(year, 1, random.randint(4, 12))
    in_notes = {"reform_plan", "procedure_control_plan", "training_plan", "iso_decision"}
    plans = ("reform_plan", "procedure_control_plan", "training_plan", "outreach_plan", "inspection_plan")
    for name in (*plans, "iso_decision"):
        if name == "iso_decision":
            number = random.randint(800, 2900)
        for source in ("narrative", "note") if name in in_notes else ("narrative",):
            told[source, f"{name}_number"] = Figure(Decimal(number))
            told[source, f"{name}_date"] = Figure(Decimal(f"{day:%Y%m%d}"))
        number += random.randint(1, 14)
        day += timedelta(days=random.randint(1, 32))
    told["note", "procedures_shared"] = answers["_procedures_shared"]
    told["note", "online_level_4_dossiers"] = answers["_online_level_4_dossiers"]
    return told

"""Marts of two reports and two facts, small enough to read, with the real tables' names and columns."""

import duckdb

from cchc.releasing.catalogue import ForeignKey, Table

SCHEMAS = """
    create schema staging;
    create schema intermediate;
    create schema marts;
    create schema release;

    create table staging.stg_rule_terms (
        rule_id varchar, term integer, role varchar, coefficient decimal(18, 6), figure_source varchar,
        concept varchar, measure varchar
    );
    create table intermediate.int_gate_blockers (
        reason varchar, report_id varchar, indicator_codes varchar, rule_id varchar, source_page integer,
        source_lines varchar, source_places_en varchar, source_places_vi varchar, message_en varchar,
        message_vi varchar
    );
    create table intermediate.int_as_of (as_of date);
    create table release.expectation_results (
        suite varchar, expectation varchar, rule_id varchar, column_name varchar, severity varchar,
        success boolean,
        unexpected_count bigint, details varchar
    );

    create table marts.dim_indicator (
        form_version varchar, indicator_code varchar, concept varchar, answer_type varchar,
        fact_table varchar,
        fact_column varchar, fact_base_column varchar, fact_row varchar, position integer, label_vi varchar,
        qualifier_vi varchar, label_en varchar, unit_en varchar, may_pass_100 boolean
    );
    create table marts.dim_ratio (ratio_id varchar, label_vi varchar);
    create table marts.dim_report (
        report_id varchar, form_version varchar, source_sha256 varchar, rows_asked integer, rows_known integer,
        known_pct decimal(18, 4), report_status varchar, report_year integer, period_end date,
        province_name_vi varchar
    );
    create table marts.dim_rule (
        rule_id varchar, kind varchar, comparison varchar, constant decimal(18, 4), tolerance decimal(18, 4),
        severity varchar, expression varchar, words_en varchar
    );
    create table marts.fct_adjudications (
        adjudication_id varchar, report_id varchar, indicator_code varchar, verdict varchar,
        corrected_value decimal(18, 4), corrected_base_value decimal(18, 4), evidence_grade varchar,
        evidence varchar, withdrawn_on date
    );
    create table marts.fct_correction_proposals (report_id varchar, problem_number integer);
    create table marts.fct_data_quality_findings (
        report_id varchar, rule_id varchar, severity varchar, finding_status varchar,
        indicator_codes varchar,
        blamed_codes varchar, message_en varchar
    );
    create table marts.fct_digital_documents (
        unit_code varchar, report_year integer, report_period varchar, outgoing_documents bigint,
        fully_digital_pct decimal(18, 4), digital_and_paper_pct decimal(18, 4), report_id varchar,
        row_status varchar, disputed_columns varchar
    );
    create table marts.fct_indicator_values (
        report_id varchar, indicator_code varchar, raw_value varchar, value decimal(18, 4),
        base_value decimal(18, 4), value_status varchar
    );
    create table marts.fct_one_stop_dossiers (
        unit_code varchar, report_year integer, report_period varchar, government_level varchar,
        dossiers_received bigint, dossiers_resolved bigint, report_id varchar, row_status varchar,
        disputed_columns varchar
    );
    create table marts.fct_reporting_status (
        unit_code varchar, report_year integer, report_period varchar, report_id varchar,
        reporting_status varchar
    );
    create table marts.fct_rule_results (report_id varchar, rule_id varchar, result varchar);
"""

ROWS = """
    insert into intermediate.int_as_of values (date '2026-01-15');
    insert into marts.dim_rule values
        ('resolved_of_received', 'part_of_whole', '<=', 0, 0, 'critical', 'III.6.2 <= III.6.1',
            'No more are resolved.'),
        ('digital_share', 'share', '<=', 100, 0.005, 'warning', 'VII.2.2.1 + VII.2.2.2 <= 100',
            'Shares of one whole.'),
        ('plan_08_date', 'reference', '=', 0, 0, 'info', 'narrative', 'One plan has one date.');
    insert into staging.stg_rule_terms values
        ('resolved_of_received', 1, 'left', 1, 'appendix', 'district_resolved', 'value'),
        ('resolved_of_received', 2, 'right', 1, 'appendix', 'district_received', 'value'),
        ('digital_share', 1, 'left', 1, 'appendix', 'fully_digital_pct', 'value'),
        ('digital_share', 2, 'left', 1, 'appendix', 'digital_and_paper_pct', 'value'),
        ('plan_08_date', 1, 'left', 1, 'narrative', 'plan_08_date', 'value'),
        ('plan_08_date', 2, 'right', 1, 'narrative', 'plan_08_date', 'value');

    insert into marts.dim_indicator (
        form_version, indicator_code, concept, answer_type, fact_table, fact_column, fact_base_column, fact_row,
        position, label_vi, qualifier_vi, may_pass_100
    ) values
        ('2021', 'III', null, 'section', null, null, null, '', 1, 'Cải cách thủ tục hành chính', null, null),
        ('2021', 'III.6.1', 'district_received', 'count', 'fct_one_stop_dossiers',
            'dossiers_received', null, 'government_level=district', 2, 'Hồ sơ tiếp nhận', null, null),
        ('2021', 'III.6.2', 'district_resolved', 'count', 'fct_one_stop_dossiers',
            'dossiers_resolved', null, 'government_level=district', 3, 'Hồ sơ đã giải quyết', null, null),
        ('2021', 'III.6.6', 'commune_received', 'count', 'fct_one_stop_dossiers',
            'dossiers_received', null, 'government_level=commune', 4, 'Hồ sơ cấp xã tiếp nhận', null, null),
        ('2021', 'VII.2.2', 'outgoing_documents', 'count', 'fct_digital_documents',
            'outgoing_documents', null, '', 5, 'Văn bản đi', null, null),
        ('2021', 'VII.2.2.1', 'fully_digital_pct', 'percent', 'fct_digital_documents',
            'fully_digital_pct', null, '', 6, 'Hoàn toàn điện tử', null, false),
        ('2021', 'VII.2.2.2', 'digital_and_paper_pct', 'percent', 'fct_digital_documents',
            'digital_and_paper_pct', null, '', 7, 'Điện tử và giấy', null, false);
    insert into marts.dim_report values
        ('945-2021', '2021', 'aaaaaaaaaaaaaaaa', 6, 6, 100, 'released', 2021, '2021-12-31', 'Sóc Trăng'),
        ('947-2021', '2021', 'bbbbbbbbbbbbbbbb', 6, 5, 83.3333, 'released', 2021, '2021-12-31', 'Sóc Trăng');
    insert into marts.fct_indicator_values values
        ('945-2021', 'III.6.1', '6.632', 6632, null, 'reported'),
        ('945-2021', 'III.6.2', 'w02', 6602, null, 'corrected'),
        ('945-2021', 'III.6.6', '35.261', 35261, null, 'reported'),
        ('945-2021', 'VII.2.2', '12.325', 12325, null, 'reported'),
        ('945-2021', 'VII.2.2.1', '82,23', 82.23, null, 'reported'),
        ('945-2021', 'VII.2.2.2', '21,62', 21.62, null, 'reported'),
        ('947-2021', 'III.6.1', '03', 3, null, 'reported'),
        ('947-2021', 'III.6.2', '03', 3, null, 'reported'),
        ('947-2021', 'III.6.6', 'a "b",' || chr(10) || 'c', null, null, 'missing'),
        ('947-2021', 'VII.2.2', '', null, null, 'missing'),
        ('947-2021', 'VII.2.2.1', '90', 90, null, 'reported'),
        ('947-2021', 'VII.2.2.2', '10', 10, null, 'reported');
    insert into marts.fct_one_stop_dossiers values
        ('945', 2021, 'year', 'district', 6632, 6602, '945-2021', 'corrected', ''),
        ('945', 2021, 'year', 'commune', 35261, null, '945-2021', 'missing', ''),
        ('947', 2021, 'year', 'district', 3, 3, '947-2021', 'reported', ''),
        ('947', 2021, 'year', 'commune', null, null, '947-2021', 'missing', '');
    insert into marts.fct_digital_documents values
        ('945', 2021, 'year', 12325, 82.23, 21.62, '945-2021', 'reported', ''),
        ('947', 2021, 'year', null, 90, 10, '947-2021', 'missing', '');
    insert into marts.fct_rule_results values
        ('945-2021', 'resolved_of_received', 'pass'), ('947-2021', 'resolved_of_received', 'pass'),
        ('945-2021', 'digital_share', 'fail'), ('947-2021', 'digital_share', 'pass'),
        ('945-2021', 'plan_08_date', 'fail'), ('947-2021', 'plan_08_date', 'not_evaluable');
    insert into marts.fct_data_quality_findings values
        ('945-2021', 'digital_share', 'warning', 'explained',
            'VII.2.2.1, VII.2.2.2', 'VII.2.2.1, VII.2.2.2', 'VII.2.2.1 + VII.2.2.2 is 103.85, more than 100.'),
        ('945-2021', 'plan_08_date', 'info', 'open', '', '', '18/01 in one place, 18/02 in another.');
    insert into marts.fct_adjudications values
        ('a1', '945-2021', 'III.6.2', 'ocr_error', 6602, null, 'B', 'dòng 210: đã giải quyết 6.602 hồ sơ', null);
    insert into marts.fct_reporting_status values
        ('945', 2021, 'year', '945-2021', 'released'), ('947', 2021, 'year', '947-2021', 'released'),
        ('941', 2021, 'year', null, 'not_received');
"""

KEYS = {
    "dim_indicator": ("form_version", "indicator_code"),
    "dim_ratio": ("ratio_id",),
    "dim_report": ("report_id",),
    "dim_rule": ("rule_id",),
    "fct_adjudications": ("adjudication_id",),
    "fct_data_quality_findings": ("report_id", "rule_id"),
    "fct_digital_documents": ("unit_code", "report_year", "report_period"),
    "fct_indicator_values": ("report_id", "indicator_code"),
    "fct_one_stop_dossiers": ("unit_code", "report_year", "report_period", "government_level"),
    "fct_reporting_status": ("unit_code", "report_year", "report_period"),
    "fct_rule_results": ("report_id", "rule_id"),
}
OF_REPORT = ("fct_data_quality_findings", "fct_indicator_values", "fct_one_stop_dossiers")
TABLES = tuple(
    Table(
        name=name,
        description=f"One row per {' and '.join(key)}; the district's own words.",
        columns={column: f"Cột {column}." for column in key},
        primary_key=key,
        foreign_keys=(ForeignKey(("report_id",), "dim_report", ("report_id",)),) if name in OF_REPORT else (),
    )
    for name, key in KEYS.items()
)


def tiny_marts() -> duckdb.DuckDBPyConnection:
    """A database in memory that holds the tiny marts."""
    con = duckdb.connect()
    con.execute(SCHEMAS)
    con.execute(ROWS)
    return con


def hold(con: duckdb.DuckDBPyConnection, *reports: str) -> None:
    """Hold the reports, as the models do: they leave the facts and stay in dim_report."""
    for report in reports:
        con.execute("update marts.dim_report set report_status = 'held' where report_id = ?", [report])
        for fact in ("fct_indicator_values", "fct_one_stop_dossiers", "fct_digital_documents"):
            con.execute(f"delete from marts.{fact} where report_id = ?", [report])

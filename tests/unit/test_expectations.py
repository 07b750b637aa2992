"""The expectations follow from the rule data, judge what they should, and say in words what failed."""

import re
from pathlib import Path

import pytest

from cchc.expectations import fact_rules, percent_columns, write_suites
from cchc.gate import GateClosed
from cchc.validation import refuse_failed, results_table, validate, warnings

from .tiny_marts import TABLES, hold, tiny_marts

PROJECT = Path(__file__).parents[2]
SUITES = ["rules", "completeness", "fct_digital_documents", "fct_one_stop_dossiers"]


@pytest.fixture
def con():
    with tiny_marts() as connection:
        yield connection


@pytest.fixture
def judge(con, tmp_path):
    """Runs every suite on the marts as they stand; the outcomes that failed, by suite and frame column."""

    def run():
        outcomes = validate(write_suites(con, TABLES), tmp_path / "data_docs")
        return {(o.suite, o.expected.arguments["column"]): o for o in outcomes if not o.success}

    return run


def frame(con, name):
    return next(suite.frame for suite in write_suites(con, TABLES) if suite.name == name)


def test_every_mart_is_waited_for():
    code = (PROJECT / "models" / "release" / "expectation_results.py").read_text(encoding="utf-8")
    waited_for = set(re.findall(r'dbt\.ref\("(\w+)"\)', code))
    marts = {path.stem for path in (PROJECT / "models" / "marts").rglob("*.sql")}
    assert marts, "no marts found"
    assert marts <= waited_for
    assert {name for name in waited_for if name.startswith(("dim_", "fct_"))} <= marts


def test_good_marts_pass_and_data_docs_are_saved(con, tmp_path):
    suites = write_suites(con, TABLES)
    assert [suite.name for suite in suites] == SUITES
    outcomes = validate(suites, tmp_path / "data_docs")
    refuse_failed(outcomes, tmp_path)
    table = results_table(outcomes)
    assert table.num_rows == sum(len(suite.expected) for suite in suites)
    failed = [row for row in table.to_pylist() if not row["success"]]
    assert [(row["suite"], row["rule_id"], row["severity"]) for row in failed] == [("rules", "plan_08_date", "info")]
    assert failed[0]["details"] == "945-2021: 18/01 in one place, 18/02 in another."
    assert failed[0]["unexpected_count"] == 1
    assert warnings(outcomes) == []
    index = (tmp_path / "data_docs" / "index.html").read_text(encoding="utf-8")
    assert all(name in index for name in SUITES)
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "data_docs").rglob("*.html")]
    assert len(pages) == 1 + len(SUITES)
    assert not any(re.search(r"<img[^>]*src=.https?://", page) for page in pages)


def test_a_rule_may_bear_the_name_of_a_figure(con, judge):
    for table in ("staging.stg_rule_terms", "marts.dim_rule", "marts.fct_rule_results"):
        con.execute(f"""
            update {table} set rule_id = 'dossiers_resolved' where rule_id = 'resolved_of_received'
        """)
    assert set(judge()) == {("rules", "plan_08_date")}


def test_an_open_critical_finding_fails_and_is_named(con, tmp_path):
    con.execute("""
        insert into marts.fct_data_quality_findings values
        ('947-2021', 'resolved_of_received', 'critical', 'open', 'III.6.1', '', '3 resolved of 2 received.')
    """)
    outcomes = validate(write_suites(con, TABLES), tmp_path / "data_docs")
    with pytest.raises(GateClosed) as refused:
        refuse_failed(outcomes, tmp_path / "data_docs")
    message = str(refused.value)
    assert "(1)" in message
    assert "1. rules: rule resolved_of_received\n" in message
    assert "947-2021: 3 resolved of 2 received." in message
    assert str(tmp_path / "data_docs" / "index.html") in message
    assert (tmp_path / "data_docs" / "index.html").is_file()


@pytest.mark.parametrize(
    ("status", "fails"), [("open", True), ("acknowledged", False), ("explained", False), ("corrected", False)]
)
def test_only_an_open_finding_fails_a_rule(con, judge, status, fails):
    con.execute("update marts.fct_data_quality_findings set finding_status = ?", [status])
    assert (("rules", "digital_share") in judge()) is fails


def test_a_failure_without_a_finding_and_a_rule_without_a_result_fail(con, judge):
    con.execute("delete from marts.fct_data_quality_findings where rule_id = 'digital_share'")
    con.execute("""
        delete from marts.fct_rule_results where report_id = '947-2021' and rule_id = 'resolved_of_received'
    """)
    failed = judge()
    assert failed["rules", "digital_share"].details == "945-2021: fail"
    assert failed["rules", "resolved_of_received"].details == "947-2021: no result"


def test_a_warning_is_one_line_of_plain_words(con, tmp_path):
    con.execute("update marts.fct_data_quality_findings set finding_status = 'open'")
    outcomes = validate(write_suites(con, TABLES), tmp_path / "data_docs")
    refuse_failed(outcomes, tmp_path)
    (line,) = warnings(outcomes)
    assert line.startswith("warning: rules: rule digital_share\n")
    assert "945-2021: VII.2.2.1 + VII.2.2.2 is 103.85, more than 100." in line


def test_a_fact_is_judged_by_the_rules_whose_figures_stand_in_it(con):
    rules = fact_rules(con)
    assert {fact: [rule.rule_id for rule in found] for fact, found in rules.items()} == {
        "fct_digital_documents": ["digital_share"],
        "fct_one_stop_dossiers": ["resolved_of_received"],
    }
    (rule,) = rules["fct_one_stop_dossiers"]
    assert rule.columns == ("dossiers_resolved", "dossiers_received")
    assert rule.condition == "government_level = 'district'"


def test_a_fact_that_breaks_a_rule_fails_though_the_results_say_pass(con, judge):
    con.execute("""
        update marts.fct_one_stop_dossiers
        set dossiers_received = 3, dossiers_resolved = 9
        where unit_code = '947'
    """)
    failed = judge()
    outcome = failed["fct_one_stop_dossiers", "rule resolved_of_received"]
    # The commune row breaks it too, but the rule speaks of the district's dossiers.
    assert (outcome.unexpected_count, outcome.details) == (1, "947-2021 district: 6.0")
    assert set(failed) == {("rules", "plan_08_date"), ("fct_one_stop_dossiers", "rule resolved_of_received")}


@pytest.mark.parametrize(("share", "excess"), [(10, -0.005), (10.005, 0.0), (10.006, 0.001)])
def test_a_rule_is_missed_only_beyond_its_tolerance(con, share, excess):
    con.execute("update marts.fct_digital_documents set digital_and_paper_pct = ? where unit_code = '947'", [share])
    assert frame(con, "fct_digital_documents")["rule digital_share"].iloc[1] == pytest.approx(excess, abs=1e-12)


@pytest.mark.parametrize(("comparison", "excess"), [("=", 3.0), ("<=", 3.0), (">=", -3.0)])
def test_each_comparison_is_computed_from_the_fact(con, comparison, excess):
    con.execute("update marts.dim_rule set comparison = ? where rule_id = 'resolved_of_received'", [comparison])
    con.execute("update marts.fct_one_stop_dossiers set dossiers_resolved = 6 where unit_code = '947'")
    judged = frame(con, "fct_one_stop_dossiers").query("government_level == 'district' and report_id == '947-2021'")
    assert judged["rule resolved_of_received"].tolist() == [excess]


def test_disputed_figures_and_findings_on_record_are_not_judged_again(con):
    assert frame(con, "fct_digital_documents")["rule digital_share"].isna().tolist() == [True, False]
    con.execute("update marts.fct_data_quality_findings set finding_status = 'corrected'")
    assert frame(con, "fct_digital_documents")["rule digital_share"].notna().all()
    con.execute("""
        update marts.fct_digital_documents
        set fully_digital_pct = 900, disputed_columns = 'digital_pct, fully_digital_pct'
        where unit_code = '947'
    """)
    judged = frame(con, "fct_digital_documents")
    assert judged["rule digital_share"].isna().tolist() == [False, True]
    assert judged["fully_digital_pct"].isna().tolist() == [False, True]
    assert judged["digital_and_paper_pct"].notna().all()


def test_a_percentage_is_of_a_whole_unless_a_rule_says_otherwise(con, judge):
    con.execute("update marts.fct_digital_documents set digital_and_paper_pct = -1 where unit_code = '947'")
    assert ("fct_digital_documents", "digital_and_paper_pct") in judge()
    con.execute("insert into marts.dim_rule values ('cut', 'whole_plan', null, 0, 0, 'critical', 'x', 'x')")
    con.execute("""
        insert into staging.stg_rule_terms values
        ('cut', 1, 'percent', 1, 'appendix', 'digital_and_paper_pct', 'value')
    """)
    assert percent_columns(con) == {"fct_digital_documents": ["fully_digital_pct"]}
    assert "cut" not in [rule.rule_id for rules in fact_rules(con).values() for rule in rules]


@pytest.mark.parametrize(
    ("harm", "failed"),
    [
        (
            "delete from marts.fct_one_stop_dossiers where government_level = 'commune'",
            ("completeness", "fct_one_stop_dossiers"),
        ),
        (
            "delete from marts.fct_digital_documents where unit_code = '947'",
            ("completeness", "fct_digital_documents"),
        ),
        (
            "delete from marts.fct_indicator_values where indicator_code = 'VII.2.2'",
            ("completeness", "fct_indicator_values"),
        ),
        (
            "update marts.fct_digital_documents set row_status = 'guessed' where unit_code = '947'",
            ("fct_digital_documents", "row_status"),
        ),
        (
            "update marts.fct_digital_documents set unit_code = null where unit_code = '947'",
            ("fct_digital_documents", "key"),
        ),
        (
            "update marts.dim_report set report_status = 'held' where report_id = '947-2021'",
            ("fct_digital_documents", "is_released"),
        ),
    ],
)
def test_a_gap_a_leak_and_an_unknown_status_fail(con, judge, harm, failed):
    con.execute(harm)
    outcome = judge()[failed]
    assert outcome.expected.severity == "critical"
    assert outcome.details


def test_held_reports_are_not_judged(con, judge):
    con.execute("update marts.fct_data_quality_findings set finding_status = 'open', severity = 'critical'")
    hold(con, "945-2021")
    assert judge() == {}


def test_nothing_released_is_nothing_wrong(con, judge):
    hold(con, "945-2021", "947-2021")
    assert judge() == {}

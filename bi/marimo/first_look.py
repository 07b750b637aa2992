# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo>=0.25", "duckdb>=1.1", "altair>=6"]
# ///
"""A first look at a release, to begin from: units compared, one figure followed to its line, what is in doubt."""

import marimo

app = marimo.App(width="medium", app_title="CCHC: một cái nhìn đầu tiên")


@app.cell
def _():
    import os
    from pathlib import Path

    import altair as alt
    import duckdb
    import marimo as mo

    folder = Path(os.environ.get("CCHC_WAREHOUSE_DIR", "warehouse"))

    def ask(sql, **values):
        """The answer, a dict a row, DECIMAL as it is; the file is closed again, so that a new release can come."""
        with duckdb.connect(str(folder / "cchc.duckdb"), read_only=True) as con:
            rows = con.execute(sql, values).fetchall()
            return [dict(zip([column[0] for column in con.description], row, strict=True)) for row in rows]

    return alt, ask, mo


@app.cell
def _(ask, mo):
    (release,) = ask("select release_id, is_sample from release.release")
    mo.md(
        f"# Một cái nhìn đầu tiên · A first look\n\nBản công bố · release `{release['release_id']}`"
        + ("\n\n**MẪU: số liệu giả lập. SAMPLE: made-up figures.**" if release["is_sample"] else "")
    )
    return


@app.cell
def _(ask, mo):
    ratios = ask("select ratio_id, label_vi from marts.dim_ratio order by position")
    years = ask("select report_year from marts.dim_report group by all order by count(*) desc, report_year desc")
    ratio = mo.ui.dropdown({row["label_vi"]: row["ratio_id"] for row in ratios}, ratios[0]["label_vi"], label="Tỷ lệ")
    named = {str(row["report_year"]): row["report_year"] for row in years}
    year = mo.ui.dropdown(named, next(iter(named)), label="Năm")
    mo.hstack([ratio, year], justify="start")
    return ratio, year


@app.cell
def _(alt, ask, mo, ratio, year):
    # A ratio that cannot be told has its reason in ratio_status, and no bar; one level of units at a time.
    compared = ask(
        """
        select unit_name_vi, unit_level, cast(value as double) as value, ratio_status, is_inconsistent, province_rank
        from marts.rpt_unit_ratios
        where ratio_id = $ratio and report_year = $year and report_period = 'year' and report_id is not null
        order by unit_level, province_rank nulls last, unit_name_vi
        """,
        ratio=ratio.value,
        year=year.value,
    )
    chart = (
        alt.Chart(alt.Data(values=compared))
        .mark_bar()
        .encode(
            x=alt.X("value:Q", title=ratio.selected_key),
            y=alt.Y("unit_name_vi:N", sort=None, title=None),
            color=alt.Color("ratio_status:N", title="Trạng thái"),
            row=alt.Row("unit_level:N", title=None),
        )
        .resolve_scale(y="independent")
    )
    mo.vstack([chart, mo.ui.table(compared, selection=None)])
    return


@app.cell
def _(ask, mo):
    reports = ask("select report_id from marts.dim_report where report_status = 'released' order by 1")
    report = mo.ui.dropdown([row["report_id"] for row in reports], reports[-1]["report_id"], label="Báo cáo")
    code = mo.ui.text("III.6.2", label="Mã chỉ tiêu")
    mo.hstack([report, code], justify="start")
    return code, report


@app.cell
def _(ask, code, mo, report):
    # Where a figure comes from: what was read, on which line, and the decision that corrected it.
    figure = ask(
        """
        select
            label_vi, raw_value, value, value_status, source_file, source_page, source_line_from, source_line_to,
            verdict, evidence_grade, evidence
        from marts.fct_indicator_values
        inner join marts.dim_indicator using (form_version, indicator_code)
        left join marts.fct_adjudications using (adjudication_id)
        where fct_indicator_values.report_id = $report and fct_indicator_values.indicator_code = $code
        """,
        report=report.value,
        code=code.value,
    )
    mo.ui.table(figure, selection=None) if figure else mo.md("Báo cáo này không có chỉ tiêu đó.")
    return


@app.cell
def _(ask, mo, report):
    doubtful = ask(
        """
        select indicator_code, label_vi, raw_value, value, value_status, source_page, source_line_from
        from marts.fct_indicator_values
        inner join marts.dim_indicator using (form_version, indicator_code)
        where report_id = $report and value_status in ('disputed', 'missing')
        order by position
        """,
        report=report.value,
    )
    told = mo.md(f"**{len(doubtful)}** số liệu chưa tin được của báo cáo này · figures in doubt")
    mo.vstack([told, mo.ui.table(doubtful, selection=None)])
    return


if __name__ == "__main__":
    app.run()

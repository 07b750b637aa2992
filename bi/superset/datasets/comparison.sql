{% from 'disputed.jinja' import disputed %}
with

{% include 'named_units.jinja' %},

-- What is compared, a row for each unit and year; NULL where a figure of it is missing or disputed.
dossiers as (

    select
        unit_code,
        report_year,
        max(case when government_level = 'district' and not {{ disputed('on_time_pct') }} then on_time_pct end) as on_time,
        case
            when count(dossiers_in_progress) = count(*)
                and not bool_or({{ disputed('dossiers_received') }} or {{ disputed('dossiers_resolved') }})
                then 100.0 * sum(dossiers_resolved) / nullif(sum(dossiers_received), 0)
        end as resolved
    from marts.fct_one_stop_dossiers
    where report_period = 'year'
    group by unit_code, report_year

),

procedures as (

    select
        unit_code,
        report_year,
        case
            when not ({{ disputed('procedures_in_force') }} or {{ disputed('procedures_level_3_4_on_service_portal') }})
                then 100.0 * procedures_level_3_4_on_service_portal / nullif(procedures_in_force, 0)
        end as online
    from marts.fct_tthc_inventory
    where report_period = 'year'

),

staffing as (

    select
        unit_code,
        report_year,
        case
            when count(positions_vacant) = count(*)
                and not bool_or({{ disputed('positions_assigned') }} or {{ disputed('staff_present') }})
                then 100.0 * sum(positions_vacant) / nullif(sum(positions_assigned), 0)
        end as vacant,
        case
            when count(planned_cuts) = count(*)
                and not bool_or({{ disputed('staff_cut') }} or {{ disputed('cut_vs_plan_pct') }})
                then 100.0 * sum(staff_cut) / nullif(sum(planned_cuts), 0)
        end as cut
    from marts.fct_staffing_cuts
    where report_period = 'year' and staff_group <> 'autonomous_unit_staff'
    group by unit_code, report_year

),

documents as (

    select
        unit_code,
        report_year,
        case when not {{ disputed('fully_digital_pct') }} then fully_digital_pct end as digital
    from marts.fct_digital_documents
    where report_period = 'year'

),

-- `best`: 1 where more is better, -1 where less is.
measured as (

    select unit_code, report_year, 1 as best, '1. Đúng hẹn cấp huyện % / On time, district level %' as measure, on_time as value from dossiers
    union all
    select unit_code, report_year, 1, '2. Tỷ lệ giải quyết % / Resolution rate %', resolved from dossiers
    union all
    select unit_code, report_year, 1, '3. TTHC mức độ 3, 4 % / Procedures online, level 3, 4 %', online from procedures
    union all
    select unit_code, report_year, -1, '4. Biên chế trống % / Vacancy rate %', vacant from staffing
    union all
    select unit_code, report_year, 1, '5. Tinh giản so với kế hoạch % / Cut against plan %', cut from staffing
    union all
    select unit_code, report_year, 1, '6. Văn bản hoàn toàn điện tử % / Documents only digital %', digital from documents

)

select
    named_units.province,
    named_units.district,
    named_units.unit_level,
    cast(measured.report_year as varchar) as report_year,
    measured.measure,
    cast(measured.value as decimal(18, 2)) as value,
    rank() over (
        partition by named_units.province, measured.report_year, measured.measure
        order by measured.best * measured.value desc
    ) as place,
    count(*) over (partition by named_units.province, measured.report_year, measured.measure) as ranked_among
from measured
inner join named_units on measured.unit_code = named_units.unit_code and measured.report_year = named_units.report_year
where measured.value is not null

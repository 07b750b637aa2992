-- A made-up report never stands among real ones, nor a real one among those of `dbt build --target samples`.
with

reports as (

    select * from {{ ref('stg_reports') }}

)

select
    report_id,
    source_file,
    is_sample
from reports
where is_sample <> {{ (target.name.endswith('samples')) | lower }}

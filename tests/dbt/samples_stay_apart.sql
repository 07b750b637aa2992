-- A made-up report never stands among real ones, nor a real one among those of `dbt build --target samples`.
with

reports as (

    select * from {{ ref('stg_reports') }}

)

select
    case
        when is_sample then 'a made-up report among real ones'
        else 'a real report among made-up ones'
    end as problem,
    'reports' as seed,
    report_id,
    source_file
from reports
where is_sample <> {{ (target.name.endswith('samples')) | lower }}

"""The last node of a build: publishes the marts, all at once or not at all."""


def model(dbt, session):
    dbt.ref("expectation_results")  # and through it every model, seed and test

    import pyarrow as pa

    from cchc.building.running_build import running_build
    from cchc.releasing.build_watch import refuse_running_build, running_watch
    from cchc.releasing.catalogue import read_catalogue
    from cchc.releasing.publishing import publish, samples_link, warehouse_link
    from cchc.releasing.release_record import gather_record

    place = running_build()
    is_sample = dbt.config.meta_get("target") == "samples"
    con = session.cursor()  # a transaction of its own: one transaction writes to one database only
    refuse_running_build("release", is_last=True)
    record = gather_record(con, place.project, is_sample)
    release = publish(
        con,
        read_catalogue(place.manifest),
        samples_link(place.project) if is_sample else warehouse_link(place.project),
        place.data_docs,
        record,
        keep=int(dbt.config.meta_get("keep_releases")),
    )
    running_watch().published = (release, record)
    return pa.Table.from_pylist(
        [
            {
                "release_id": release.release_id,
                "is_new": release.is_new,
                "tables_published": len(release.rows),
                "rows_published": sum(release.rows.values()),
            }
        ]
    )

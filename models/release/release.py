"""The last node of a build: publishes the marts, all at once or not at all."""


def model(dbt, session):
    dbt.ref("expectation_results")  # and through it every mart and every test
    dbt.ref("int_gate_blockers")

    import pyarrow as pa

    from cchc.build_place import running_build
    from cchc.catalogue import read_catalogue
    from cchc.gate import refuse_blocked
    from cchc.publishing import gather_record, publish, samples_link, warehouse_link

    place = running_build()
    is_sample = dbt.config.meta_get("target") == "samples"
    con = session.cursor()  # a transaction of its own: one transaction writes to one database only
    refuse_blocked(con)  # this model may be run by itself
    release = publish(
        con,
        read_catalogue(place.manifest),
        samples_link(place.project) if is_sample else warehouse_link(place.project),
        place.data_docs,
        gather_record(con, place.project, is_sample),
        keep=int(dbt.config.meta_get("keep_releases")),
    )
    print(f"release {release.release_id}" + ("" if release.is_new else ", kept from before: the data are the same"))
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

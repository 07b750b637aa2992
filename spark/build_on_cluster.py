"""Builds the project on a standalone cluster of this machine, and makes sure that every worker took part.

.venv-spark/bin/python spark/build_on_cluster.py --target spark --folder target/spark [what dbt build takes]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from cluster import Cluster, standalone_cluster
from dbt.cli.main import dbtRunner
from pyspark.sql import SparkSession

TASKS_FILE = "tasks_by_worker.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", default="spark", help="a target of profiles.yml in session mode")
    parser.add_argument("--folder", type=Path, default=Path("target/spark"), help="what Spark writes; emptied first")
    options, dbt_arguments = parser.parse_known_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the cluster is ended then too
    folder = options.folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)

    started = time.monotonic()
    with standalone_cluster(folder / "cluster") as cluster:
        print(f"cluster up after {time.monotonic() - started:.0f} s: {cluster.master}", flush=True)
        os.environ |= {"SPARK_MASTER": cluster.master, "SPARK_FOLDER": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}
        places = ["--target-path", str(folder / "target"), "--log-path", str(folder / "logs")]
        built = dbtRunner().invoke(["build", "--target", options.target, *places, *dbt_arguments])
        if not built.success:
            return 1
        spark = SparkSession.builder.getOrCreate()
        tasks = tasks_by_worker(spark, cluster)
        spark.stop()
    (folder / TASKS_FILE).write_text(json.dumps(tasks, indent=2) + "\n", encoding="utf-8")
    print(f"built in {time.monotonic() - started:.0f} s; tasks done by worker: {tasks}")
    if idle := [worker for worker, done in tasks.items() if not done]:
        print(f"no task was done by {', '.join(idle)}", file=sys.stderr)
        return 1
    return 0


def tasks_by_worker(spark: SparkSession, cluster: Cluster) -> dict[str, int]:
    """How many tasks each worker of the cluster has done for this driver, by the worker's web address."""
    context = spark.sparkContext
    tasks = {worker["webuiaddress"]: 0 for worker in _asked(f"{cluster.web}/json/")["workers"]}
    for executor in _asked(f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/allexecutors"):
        if executor["id"] != "driver":
            worker = executor["executorLogs"]["stdout"].partition("/logPage")[0]
            tasks[worker] += executor["completedTasks"]
    return tasks


def _asked(address: str) -> Any:
    with urlopen(address, timeout=60) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())

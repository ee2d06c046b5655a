"""A client of Spark Connect: client.py REMOTE ENDPOINT. Its last line is JSON with what it saw."""

import json
import sys
import time

from pyspark.sql import SparkSession


def connect(remote):
    """The server takes a while before it listens."""
    end = time.monotonic() + 120
    while True:
        try:
            spark = SparkSession.builder.remote(remote).getOrCreate()
            spark.range(1).count()
            return spark
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(1)


def main():
    remote, endpoint = sys.argv[1:3]
    spark = connect(remote)
    (spark.range(1_000).write.format("klaviyo")
        .option("endpoint", endpoint)
        .option("dataSource", "shop.pets")
        .option("createDataSource", "true")
        .option("idField", "id")
        .mode("append")
        .save("data-source-records"))
    profiles = spark.read.format("klaviyo").option("endpoint", endpoint).load("profiles").select("id", "email").collect()
    print(json.dumps({"spark": spark.version, "profiles": len({row.id for row in profiles})}))
    spark.stop()


if __name__ == "__main__":
    main()

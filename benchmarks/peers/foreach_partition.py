"""Rows of a file into a data source with Klaviyo's Python SDK in a foreachPartition, one request after the other in each.

foreach_partition.py FILE ENDPOINT DATA_SOURCE PARTITIONS. The key is in KLAVIYO_API_KEY. As for the Node SDK: a load that must not
lose rows raises the number of attempts, and a short max_delay serves it best, since it sleeps ever longer whatever Retry-After says.
"""

import itertools
import os
import sys

from pyspark.sql import SparkSession

CHUNK = 500


def sender(endpoint, data_source, key):
    def send(rows):
        from klaviyo_api import KlaviyoAPI

        klaviyo = KlaviyoAPI(key, max_delay=1, max_retries=1000, test_host=endpoint)
        while chunk := list(itertools.islice(rows, CHUNK)):
            klaviyo.Custom_Objects.bulk_create_data_source_records({
                "data": {
                    "type": "data-source-record-bulk-create-job",
                    "attributes": {
                        "data-source-records": {
                            "data": [
                                {"type": "data-source-record", "attributes": {"record": row.asDict(recursive=True)}}
                                for row in chunk
                            ]
                        }
                    },
                    "relationships": {"data-source": {"data": {"type": "data-source", "id": data_source}}},
                }
            })

    return send


def main():
    file, endpoint, data_source, partitions = sys.argv[1:]
    spark = (
        SparkSession.builder.master(f"local[{partitions}]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    rows = spark.read.json(file).repartition(int(partitions))
    rows.foreachPartition(sender(endpoint, data_source, os.environ["KLAVIYO_API_KEY"]))
    spark.stop()


if __name__ == "__main__":
    main()

"""Whole runs on the embedded Klaviyo. Each function measures one thing and gives its figures; what is compared is measured in turns."""

import json
import math
import statistics
import time

from places import BULK, Klaviyo

PROFILES = "GET /api/profiles"
CHUNK = 500
GRANTED_IN_BULK = 15
WINDOW = 60

# A Klaviyo without quotas names none, and the connector then keeps to those that are documented.
UNTHROTTLED = {"quotaLimits": "100000/1s"}

# What one Klaviyo grants to writers in the runs that measure the share: more than in bulk, so that there is something to count.
MANY = 750
TOPOLOGIES = {
    "1 task": ("local[1]", 1),
    "4 tasks": ("local[4]", 4),
    "16 tasks": ("local[16]", 16),
    "2 executors of 4": ("local-cluster[2,4,1024]", 8),
}


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def pet(number):
    """A row as the connector's SQL makes it."""
    return {
        "pet_id": f"pet-{number:09}",
        "name": ("Miso", "Rex", "Zoë", "Bär", "Luna")[number % 5],
        "species": ("cat", "dog", "rabbit")[number % 3],
        "born": "2019-05-17",
        "weight_kg": 1 + number % 400 / 10,
        "is_vaccinated": number % 2 == 0,
        "seen_at": f"2026-01-01T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z",
        "owner_email": f"owner.{number % 70000}@pets.example.net",
    }


def body(first, source):
    """A request as it leaves, made before."""
    records = [{"type": "data-source-record", "attributes": {"record": pet(first + i)}} for i in range(CHUNK)]
    return json.dumps(
        {
            "data": {
                "type": "data-source-record-bulk-create-job",
                "attributes": {"data-source-records": {"data": records}},
                "relationships": {"data-source": {"data": {"type": "data-source", "id": source}}},
            }
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def unthrottled_writes(tools, requests, rounds):
    """Rows a second with nothing to wait for, beside a loop that has its bodies already."""
    ratios, ours, theirs = [], [], []
    flights = {"writers": "2", "inFlight": "2", **UNTHROTTLED}
    for number in range(rounds):
        with Klaviyo(tools.emulator, "--quotas", "off") as klaviyo:
            rows = requests * CHUNK
            job = tools.connector(klaviyo, "write", "local[2]", [rows // 2, rows], options=flights)
            measured = json.loads(job.result())[1]
            ours.append(rows / measured["seconds"])
            size = measured["report"]["bytes"] / measured["report"]["requests"]
            memory = job.peak_megabytes()
        with Klaviyo(tools.emulator, "--quotas", "off") as klaviyo:
            source = klaviyo.create_data_source("bare")
            bodies = tools.folder / "bodies.ndjson"
            bodies.write_text("".join(body(i * CHUNK, source) + "\n" for i in range(20)), encoding="utf-8")
            loop = tools.bare_loop(klaviyo, "write", klaviyo.endpoint + "/api/data-source-record-bulk-create-jobs",
                                   bodies, requests, 4)
            sent, seconds = loop.result().split()
            theirs.append(int(sent) * CHUNK / float(seconds))
        ratios.append(ours[-1] / theirs[-1])
        say(f"unthrottled write {number + 1}: {ours[-1]:,.0f} rows/s of {theirs[-1]:,.0f}, {size:,.0f} bytes a request")
    return summary(ratios, ours, theirs, memory)


def unthrottled_reads(tools, profiles, rounds):
    """Profiles a second with nothing to wait for, one chain of pages, beside a loop that throws the bytes away."""
    ratios, ours, theirs = [], [], []
    chain = {"slices": "1", **UNTHROTTLED}
    for number in range(rounds):
        with Klaviyo(tools.emulator, "--quotas", "off", "--profiles", str(profiles)) as klaviyo:
            query = json.loads(tools.connector(klaviyo, "asked-for", "local[2]", [], options=chain).result())["query"]
            job = tools.connector(klaviyo, "read", "local[2]", [profiles, profiles], options=chain)
            measured = json.loads(job.result())[1]
            ours.append(profiles / measured["seconds"])
            memory = job.peak_megabytes()
            url = f"{klaviyo.endpoint}/api/profiles?{query.replace('[', '%5B').replace(']', '%5D')}&page%5Bsize%5D=100"
            pages, seconds = tools.bare_loop(klaviyo, "read", url, profiles).result().split()
            assert int(pages) == math.ceil(profiles / 100), f"The bare loop read {pages} pages."
            theirs.append(profiles / float(seconds))
        ratios.append(ours[-1] / theirs[-1])
        say(f"unthrottled read {number + 1}: {ours[-1]:,.0f} profiles/s of {theirs[-1]:,.0f}")
    return summary(ratios, ours, theirs, memory)


def summary(ratios, ours, theirs, memory):
    return {
        "ratio": statistics.median(ratios), "ratios": ratios, "memory": memory,
        "ours": statistics.median(ours), "limit": statistics.median(theirs),
    }


def shares(tools, windows, topologies):
    """How much of a quota is used in the server's own whole windows, of which each is twelve seconds, at 150 ms an answer."""
    results = []
    for name in topologies:
        master, tasks = TOPOLOGIES[name]
        for verb, operation in (("write", BULK), ("read", PROFILES)):
            results.append({"topology": name, "verb": verb, **share(tools, verb, operation, master, tasks, windows)})
            say("{verb} by {topology}: {share:.3f} of the quota, {refused} of {requests:,} answered 429".format(**results[-1]))
    return results


def share(tools, verb, operation, master, tasks, windows):
    requests = int(MANY * (windows + 0.7))
    flags = ["--time-scale", "5", "--latency", "150ms", "--limits", f"{BULK}=75/1s,{MANY}/60s"]
    if verb == "write":
        # Small chunks: what is measured is when requests leave.
        options = {"writers": str(tasks), "chunkRecords": "50", "quotaLimits": f"75/200ms,{MANY}/12s"}
        options["inFlight"] = str(max(1, 24 // tasks))
        rows = requests * 50
    else:
        options = {"pageSize": "20", "slices": "32"}
        rows = requests * 20
        flags += ["--profiles", str(rows)]
    with Klaviyo(tools.emulator, *flags) as klaviyo:
        job = tools.connector(klaviyo, verb, master, [rows], options=options, partitions=tasks)
        job.result()
        counted = klaviyo.windows(operation)
    granted = [each["granted"] for each in counted]
    whole = whole_windows(granted)
    refused = sum(each["refused"] for each in counted)
    assert whole, f"There was no whole window in {granted}."
    return {
        "share": statistics.mean(whole) / MANY, "windows": whole, "refused": refused,
        "requests": sum(granted) + refused, "memory": job.peak_megabytes(),
    }


def whole_windows(granted):
    """Those that a job could have used up: without the first, the last, and one in which it ran out of requests."""
    before, whole = granted[0] if granted else 0, []
    for each in granted[1:-1]:
        before += each
        if before <= 0.95 * sum(granted):
            whole.append(each)
    return whole


def ragged(tools, rows):
    """Requests over the minimum for rows in 200 partitions of 200 lengths."""
    results = []
    for writers in (1, 4, 16):
        with Klaviyo(tools.emulator, "--quotas", "off") as klaviyo:
            options = {"writers": str(writers), **UNTHROTTLED}
            job = tools.connector(klaviyo, "write", "local[4]", [rows], options=options, ragged=200)
            json.loads(job.result())
            requests, records = klaviyo.bulk("count"), klaviyo.bulk("records")
        assert records == rows, f"{records:,} of {rows:,} rows arrived."
        minimum = math.ceil(rows / CHUNK)
        # The last chunk of each writer but one is as full as chance wills.
        tails = writers - 1
        results.append({"writers": writers, "requests": requests, "minimum": minimum, "ratio": max(1, (requests - tails) / minimum)})
        say(f"200 ragged partitions, {writers} writers: {requests} requests, the minimum is {minimum}")
    sizes = [max(1, round(rows * (2 * k + 1) / 200**2)) for k in range(200)]
    return {"runs": results, "rows": rows, "loop": sum(math.ceil(size / CHUNK) for size in sizes)}


def beside_peers(tools, minutes):
    """Rows that are accepted at the account's quota of 15 requests a minute, all contenders at once, each with a Klaviyo of its own."""
    # More than can be sent in that time, so that nobody is done before.
    rows = GRANTED_IN_BULK * CHUNK * (minutes + 6)
    file = tools.folder / "pets.ndjson"
    with open(file, "w", encoding="utf-8") as lines:
        for number in range(rows):
            lines.write(json.dumps(pet(number), ensure_ascii=False) + "\n")

    def ours(topology):
        master, tasks = TOPOLOGIES[topology]
        options = {"writers": str(tasks), "maxStall": "24h"}
        return lambda klaviyo: [
            tools.connector(klaviyo, "write", master, [rows], file=str(file), options=options, source="peers", memory="1g")
        ]

    contenders = {f"klaviyo-spark, {topology}": ours(topology) for topology in TOPOLOGIES}
    contenders["Node SDK, a loop"] = lambda klaviyo: [tools.node(klaviyo, file, klaviyo.create_data_source("peers"))]
    contenders["Node SDK, 4 processes"] = lambda klaviyo: [
        tools.node(klaviyo, file, source, part, 4) for source in [klaviyo.create_data_source("peers")] for part in range(4)
    ]
    contenders["Python SDK, foreachPartition"] = lambda klaviyo: [
        tools.python(klaviyo, file, klaviyo.create_data_source("peers"), 4)
    ]

    runs = [Contender(name, tools, start) for name, start in contenders.items()]
    try:
        for run in runs:
            run.start()
        end = time.monotonic() + WINDOW * (minutes + 1)
        while time.monotonic() < end:
            for run in runs:
                run.look()
            time.sleep(1)
        results = [run.figures() for run in runs]
    finally:
        for run in runs:
            run.end()
    for result in results:
        say("{name}: {rows_a_minute:,.0f} rows a minute, {refused} of {requests} answered 429".format(**result))
    return {"minutes": minutes, "contenders": results}


class Contender:
    """One that sends all the time, and the Klaviyo that it sends to."""

    def __init__(self, name, tools, start):
        self._name, self._tools, self._start = name, tools, start
        self._klaviyo, self._processes, self._line = None, [], []

    def start(self):
        self._klaviyo = Klaviyo(self._tools.emulator, "--latency", "150ms")
        self._processes = self._start(self._klaviyo)

    def look(self):
        records = self._klaviyo.bulk("records")
        if not self._line and records == 0:
            return
        if not self._line:
            self._began = time.monotonic()
        self._line.append((time.monotonic() - self._began, records))

    def end(self):
        for process in self._processes:
            process.end()
        if self._klaviyo:
            self._klaviyo.__exit__()

    def figures(self):
        early = [process for process in self._processes if not process.is_running()]
        assert not early, f"{self._name} ended before it was told to."
        counted = self._klaviyo.windows(BULK)
        memory = sum(process.peak_megabytes() for process in self._processes)
        # The first window may have begun before the first request, and the last one is not over.
        whole = counted[1:-1]
        records = self._line[-1][1]
        accepted = sum(each["granted"] for each in counted)
        return {
            "name": self._name,
            "rows_a_minute": statistics.mean(each["granted"] for each in whole) * records / accepted,
            "share": statistics.mean(each["granted"] for each in whole) / GRANTED_IN_BULK,
            "refused": sum(each["refused"] for each in counted),
            "requests": accepted + sum(each["refused"] for each in counted),
            "windows": [each["granted"] for each in whole],
            "memory": memory,
            "line": self._line,
        }


def scale(tools, sizes):
    """Time and live heap over rows, unthrottled, one process each so that nothing is left over from a smaller run."""
    results = []
    for rows in sizes:
        with Klaviyo(tools.emulator, "--quotas", "off") as klaviyo:
            # The first rows are sent to warm up, so that the smallest size does not pay for all classes.
            job = tools.connector(klaviyo, "write", "local[2]", [100_000, rows], options={"writers": "2", **UNTHROTTLED}, heap=True,
                                  partitions=max(2, rows // 500_000))
            run = json.loads(job.result())[1]
        results.append({"rows": rows, "seconds": run["seconds"], "heap": run["heap"], "memory": job.peak_megabytes()})
        say(f"{rows:,} rows: {run['seconds']:.1f} s, live heap {run['heap']:.0f} MB")
    return results


def hundred_million(tools, rows):
    """How long 10^8 rows take at the account's quota, by the requests that some of them take."""
    with Klaviyo(tools.emulator) as klaviyo:
        requests = json.loads(tools.connector(klaviyo, "plan", "local[2]", [rows]).result())
    hours = {name: 1e8 / rows * count / GRANTED_IN_BULK / 60 for name, count in requests.items()}
    say(f"10^8 rows: {hours['flat']:,.0f} h flat, {hours['packed']:,.1f} h packed")
    return {"rows": rows, "requests": requests, "hours": hours}

package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import java.util.Optional;

/** Ships: a request makes a job that lists its errors elsewhere, or holds them itself. */
record Ships(boolean isRepeatable, boolean listsErrors) implements BulkTarget {

    private static final long serialVersionUID = 1L;

    @Override
    public Operation operation() {
        return Operation.writing(
                "POST",
                "/api/ships",
                ApiFamily.PROFILES,
                JobServer.BURST + "/1s,1000/60s",
                "ships:write",
                isRepeatable,
                202);
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(100, 100_000, 1_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/ships";
    }

    @Override
    public List<String> identifiers() {
        return List.of("/n");
    }

    @Override
    public Optional<JobKind> job() {
        return Optional.of(
                new JobKind(reading("/api/ships/{id}"), listsErrors ? reading("/api/ships/{id}/errors") : null, 9));
    }

    private static Operation reading(String path) {
        return Operation.reading(path, ApiFamily.PROFILES, QuotaLimits.parse("100/1s,1000/60s"), "ships:read");
    }
}

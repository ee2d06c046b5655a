package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.bulk.SingleDataSourceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Klaviyo states of every write, typed from its documents by hand, in one table. */
class LimitsTest {

    /** No request may have more, whatever its endpoint says. */
    private static final int BODY = 5_000_000;

    /**
     * Records, bytes of a request and bytes of a record, with a dash where nothing is stated; the quota; whether it may be
     * sent again; and how many jobs may be open. Klaviyo states no number for things that are tagged, and none of open
     * imports and suppressions; a hundred are ours.
     */
    private static final String STATED = """
            POST /api/data-source-record-bulk-create-jobs           |   500 | 4000000 | 512000 | 3/1s,15/60s   | yes |   0
            POST /api/data-source-record-create-jobs                |     1 |       - | 512000 | 75/1s,750/60s | yes |   0
            POST /api/object-record-bulk-delete-jobs                |   500 | 5000000 |      - | 3/1s,60/60s   | yes |   0
            POST /api/profile-bulk-import-jobs                      | 10000 | 5000000 | 100000 | 10/1s,150/60s | yes | 100
            POST /api/profile-subscription-bulk-create-jobs         |  1000 |       - | 100000 | 75/1s,750/60s | yes |   0
            POST /api/profile-subscription-bulk-delete-jobs         |   100 |       - | 100000 | 75/1s,750/60s | yes |   0
            POST /api/profile-suppression-bulk-create-jobs          |   100 |       - | 100000 | 75/1s,750/60s | yes | 100
            POST /api/profile-suppression-bulk-delete-jobs          |   100 |       - | 100000 | 75/1s,750/60s | yes | 100
            POST /api/data-privacy-deletion-jobs                    |     1 |       - | 100000 | 3/1s,60/60s   | yes |   0
            POST /api/event-bulk-create-jobs                        |  1000 | 5000000 |      - | 10/1s,150/60s | yes |   0
            POST /api/catalog-item-bulk-create-jobs                 |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-item-bulk-update-jobs                 |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-item-bulk-delete-jobs                 |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-variant-bulk-create-jobs              |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-variant-bulk-update-jobs              |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-variant-bulk-delete-jobs              |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-category-bulk-create-jobs             |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-category-bulk-update-jobs             |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/catalog-category-bulk-delete-jobs             |   100 | 5000000 |      - | 75/1s,750/60s | no  | 500
            POST /api/coupon-code-bulk-create-jobs                  |  1000 |       - |      - | 75/1s,750/60s | no  | 100
            POST /api/campaigns                                     |     1 |       - |      - | 10/1s,150/60s | no  |   0
            POST /api/tags                                          |     1 |       - |      - | 3/1s,60/60s   | no  |   0
            PATCH /api/tags/{id}                                    |     1 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tags/{id}                                   |     1 |       - |      - | 3/1s,60/60s   | yes |   0
            POST /api/tag-groups                                    |     1 |       - |      - | 3/1s,60/60s   | no  |   0
            PATCH /api/tag-groups/{id}                              |     1 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tag-groups/{id}                             |     1 |       - |      - | 3/1s,60/60s   | yes |   0
            POST /api/tags/{id}/relationships/flows                 |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tags/{id}/relationships/flows               |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            POST /api/tags/{id}/relationships/campaigns             |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tags/{id}/relationships/campaigns           |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            POST /api/tags/{id}/relationships/lists                 |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tags/{id}/relationships/lists               |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            POST /api/tags/{id}/relationships/segments              |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            DELETE /api/tags/{id}/relationships/segments            |   100 |       - |      - | 3/1s,60/60s   | yes |   0
            """;

    private static Map<String, BulkTarget> targets() {
        List<BulkTarget> all = new ArrayList<>(Targets.all());
        all.add(DataSourceRecords.into("01J0000000000000000000000A"));
        all.add(SingleDataSourceRecord.into("01J0000000000000000000000A"));
        all.add(new ObjectRecordDeletes());
        return all.stream()
                .collect(Collectors.toMap(target -> target.operation().label(), Function.identity()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = STATED)
    void areThoseThatKlaviyoStates(
            String operation,
            int records,
            Integer bytes,
            Integer recordBytes,
            String quota,
            String again,
            int openJobs) {
        BulkTarget target = targets().get(operation);

        assertThat(target).as(operation).isNotNull();
        assertThat(target.limits())
                .isEqualTo(new ChunkLimits(
                        records, bytes == null ? BODY : bytes, recordBytes == null ? BODY : recordBytes));
        assertThat(target.operation().limits()).hasToString(quota);
        assertThat(target.operation().repeatable()).isEqualTo(again.equals("yes"));
        assertThat(target.job().map(JobKind::open).orElse(0)).isEqualTo(openJobs);
    }

    @Test
    void areStatedForEveryTarget() {
        assertThat(STATED.lines()
                        .map(line -> line.substring(0, line.indexOf('|')).trim()))
                .containsExactlyInAnyOrderElementsOf(targets().keySet());
    }
}

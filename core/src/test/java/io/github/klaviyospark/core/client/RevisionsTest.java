package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RevisionsTest {

    @Test
    void areOneForAllFamiliesOrOneForEach() {
        assertThat(Revisions.current().of(ApiFamily.EVENTS)).isEqualTo("2026-07-15");
        assertThat(Revisions.parse("2025-07-15").toString().split(","))
                .hasSameSizeAs(ApiFamily.values())
                .allMatch(revision -> revision.endsWith("=2025-07-15"));
        assertThat(Revisions.parse("custom-objects=2026-01-15.pre, data-source-records=2025-07-15"))
                .asString()
                .startsWith("custom-objects=2026-01-15.pre,data-source-records=2025-07-15,profiles=2026-07-15,");
    }

    @Test
    void comeOneAfterTheOther() {
        Revisions revisions = Revisions.parse("events=2023-06-15");

        assertThat(revisions.isBefore(ApiFamily.EVENTS, "2023-07-15")).isTrue();
        assertThat(revisions.isBefore(ApiFamily.EVENTS, "2023-06-15")).isFalse();
        assertThat(revisions.isBefore(ApiFamily.LISTS, "2023-07-15")).isFalse();
    }

    @Test
    void areDatesOfKnownFamilies() {
        assertThatThrownBy(() -> Revisions.parse("latest"))
                .hasMessage(
                        "Revision 'latest' is no Klaviyo revision. Give a date such as 2026-07-15 or 2026-01-15.pre.");
        assertThatThrownBy(() -> Revisions.parse("objects=2026-07-15"))
                .hasMessage(
                        "There is no API family 'objects'. Known are custom-objects, data-source-records, profiles, lists,"
                                + " segments, events, metrics, catalogs, flows, campaigns, tags, coupons, data-privacy.");
    }
}

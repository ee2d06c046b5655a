package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of the page's section on trickles follow from the quotas of the two endpoints. */
class TricklesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "write.md");
    private static final QuotaLimits SINGLE = Operation.CREATE_DATA_SOURCE_RECORD.limits();
    private static final QuotaLimits BULK = Operation.BULK_CREATE_DATA_SOURCE_RECORDS.limits();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void saysWhatTheQuotasComeTo() throws IOException {
        List<String> table = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| rows of a write | single: requests |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(table).hasSizeGreaterThanOrEqualTo(8).allSatisfy(line -> {
            long rows =
                    Long.parseLong(line.replaceFirst("^\\| ([\\d,]+) .*", "$1").replace(",", ""));
            assertThat(line).isEqualTo("| " + count(rows) + half(rows, SINGLE) + half(bulkRequests(rows), BULK) + " |");
        });
        assertThat(Files.readString(PAGE)).contains("the quotas are " + SINGLE + " and " + BULK + ".");
    }

    private static String half(long requests, QuotaLimits quota) {
        Duration last = quota.timeFor(requests);
        String time = last.toMinutes() == 0 ? last.toSeconds() + " s" : last.toMinutes() + " min";
        DecimalFormat rate = new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return " | " + count(requests) + " | " + time + " | " + rate.format(quota.within(MINUTE) / (double) requests);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static long bulkRequests(long rows) {
        return (rows + 499) / 500;
    }

    @ParameterizedTest
    @CsvSource({"49, -1", "50, 0", "51, 1", "500, 1"})
    void breaksEvenAtFiftyRows(long rows, int expected) {
        double single = rows / (double) SINGLE.within(MINUTE);
        double bulk = bulkRequests(rows) / (double) BULK.within(MINUTE);

        assertThat(Integer.signum(Double.compare(single, bulk))).isEqualTo(expected);
    }
}

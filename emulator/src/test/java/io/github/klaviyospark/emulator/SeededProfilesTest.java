package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SeededProfilesTest {
    private static final int MANY = 20_000;

    private final SeededProfiles profiles = new SeededProfiles(7, MANY);

    private List<String> all(Function<Profile, String> value) {
        List<String> values = new ArrayList<>();
        for (int rank = 0; rank < MANY; rank++) {
            String one = value.apply(profiles.profile(rank));
            if (one != null) {
                values.add(one);
            }
        }
        return values;
    }

    @Property(tries = 50)
    void idsAscendWhateverTheirNumber(@ForAll long seed, @ForAll @IntRange(max = 3000) int count) {
        SeededProfiles some = new SeededProfiles(seed, count);
        List<String> ids = IntStream.range(0, count).mapToObj(some::id).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
        IntStream.range(0, count)
                .forEach(rank -> assertThat(some.rank(ids.get(rank))).isEqualTo(rank));
        assertThat(some.rank("01")).isEqualTo(-1);
    }

    @Test
    void idsOfMillionsAscend() {
        SeededProfiles most = new SeededProfiles(1, SeededProfiles.MOST);
        String before = "";
        for (int rank = 5_000_000; rank < 5_050_000; rank++) {
            String id = most.id(rank);
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @Test
    void ulidsAscendWithCreationAndTheOldestHaveShortIds() {
        List<Integer> ulids = IntStream.range(0, MANY)
                .filter(rank -> Ulids.isUlid(profiles.id(rank)))
                .boxed()
                .toList();
        List<Integer> others = IntStream.range(ulids.size(), MANY).boxed().toList();

        assertThat(ulids.stream().map(profiles::created)).isSorted();
        assertThat(others).hasSize(100);
        assertThat(others).allSatisfy(rank -> {
            assertThat(profiles.id(rank)).hasSize(6);
            assertThat(profiles.created(rank)).isLessThan(profiles.created(0));
        });
    }

    @Test
    void timesHaveTiesAndAnOrder() {
        Set<Long> created = new HashSet<>();
        Set<Long> createdSeconds = new HashSet<>();
        Set<Long> updated = new HashSet<>();
        for (int rank = 0; rank < MANY; rank++) {
            created.add(profiles.created(rank));
            createdSeconds.add(profiles.created(rank) / Micros.SECOND);
            updated.add(profiles.updated(rank));
            assertThat(profiles.updated(rank)).isBetween(profiles.created(rank), SeededProfiles.END);
            Long event = profiles.lastEventDate(rank);
            if (event != null) {
                assertThat(event).isBetween(profiles.created(rank), profiles.updated(rank));
            }
        }

        assertThat(created).hasSizeLessThan(MANY * 9 / 10).hasSizeGreaterThan(MANY / 2);
        assertThat(createdSeconds).hasSizeLessThan(created.size() * 9 / 10);
        assertThat(updated).hasSizeLessThan(MANY * 9 / 10);
    }

    @Test
    void identifiersAreUniqueAndEveryProfileHasOne() {
        assertThat(all(profile -> ProfileKey.EMAIL.of(profile)))
                .doesNotHaveDuplicates()
                .hasSizeBetween(MANY * 90 / 100, MANY * 97 / 100);
        assertThat(all(Profile::phoneNumber)).doesNotHaveDuplicates();
        assertThat(all(Profile::externalId)).doesNotHaveDuplicates().hasSizeBetween(MANY * 2 / 5, MANY * 3 / 5);
        assertThat(all(Profile::kx)).doesNotHaveDuplicates();
        assertThat(all(profile ->
                        profile.email() == null && profile.phoneNumber() == null && profile.externalId() == null
                                ? profile.id()
                                : null))
                .isEmpty();
    }

    @Test
    void identifiersAreAsAwkwardAsRealOnes() {
        List<String> phones = all(Profile::phoneNumber);
        long plain = phones.stream()
                .filter(phone -> phone.matches("\\+[1-9]\\d{7,14}"))
                .count();

        assertThat((double) plain / phones.size()).isBetween(0.95, 0.99);
        assertThat(all(Profile::email))
                .allMatch(email -> email.toLowerCase(Locale.ROOT).matches("[a-z0-9.+_]+@[a-z.-]+\\.example\\.net"));
        assertThat(all(Profile::email)).anyMatch(email -> email.contains("+"));
        assertThat(all(Profile::email)).anyMatch(email -> email.matches(".*[A-Z].*"));
        String ids = String.join("\n", all(Profile::externalId));
        assertThat(ids).contains("\"", "'", "\\", ",", "(", ")", " ", "%", "+", "&");
    }

    @Test
    void contentIsVariedAndWithinWhatTheDocumentNames() {
        Set<String> kinds = new TreeSet<>();
        Selection known = ProfileFields.tree(ProfileFields.PROFILE);
        int analysed = 0;
        for (int rank = 0; rank < 2000; rank++) {
            JsonNode line = ApiClient.json(ProfileJson.line(profiles.profile(rank)));
            JsonNode attributes = line.at("/attributes");
            attributes.fieldNames().forEachRemaining(name -> assertThat(known.part(name))
                    .isNotNull());
            kinds.add("latitude " + attributes.at("/location/latitude").getNodeType());
            attributes.at("/properties").forEach(value -> kinds.add("property " + value.getNodeType()));
            kinds.add("tokens " + line.at("/push-tokens").size());
            kinds.add("conversations " + line.at("/conversations").size());
            kinds.add("suppressions "
                    + attributes
                            .at("/subscriptions/email/marketing/suppression")
                            .size());
            kinds.add("list suppressions "
                    + attributes
                            .at("/subscriptions/email/marketing/list_suppressions")
                            .size());
            kinds.add("affinity "
                    + attributes
                            .at("/predictive_analytics/ranked_channel_affinity")
                            .getNodeType());
            analysed += attributes.at("/predictive_analytics/total_clv").isNull() ? 0 : 1;
            JsonNode number = attributes.at("/properties/ledger number");
            if (!number.isMissingNode()) {
                assertThat(number.longValue()).isGreaterThan(1L << 53);
            }
        }

        assertThat(kinds)
                .contains(
                        "latitude NUMBER",
                        "latitude STRING",
                        "latitude NULL",
                        "property OBJECT",
                        "property ARRAY",
                        "property NUMBER",
                        "property BOOLEAN",
                        "property NULL",
                        "property STRING",
                        "tokens 0",
                        "tokens 3",
                        "conversations 0",
                        "conversations 2",
                        "suppressions 0",
                        "suppressions 3",
                        "list suppressions 3",
                        "affinity ARRAY",
                        "affinity NULL");
        assertThat(analysed).isBetween(1100, 1300);
    }

    @Test
    void equalSeedsGiveEqualProfilesAndOthersDoNot() {
        for (int rank = 0; rank < 100; rank++) {
            String line = ProfileJson.line(profiles.profile(rank));
            assertThat(ProfileJson.line(new SeededProfiles(7, MANY).profile(rank)))
                    .isEqualTo(line);
            assertThat(ProfileJson.line(new SeededProfiles(8, MANY).profile(rank)))
                    .isNotEqualTo(line);
        }
    }

    @Property(tries = 60)
    void aLineReadsBackToTheSameLine(@ForAll @IntRange(max = MANY - 1) int rank) {
        String line = ProfileJson.line(profiles.profile(rank));
        Profile read = ProfileLine.parse(
                line,
                () -> {
                    throw new AssertionError("The line has all ids.");
                },
                0);

        assertThat(ProfileJson.line(read)).isEqualTo(line);
        assertThat(read.suppressions()).isEqualTo(profiles.profile(rank).suppressions());
        assertThat(read.listSuppressions()).isEqualTo(profiles.profile(rank).listSuppressions());
    }
}

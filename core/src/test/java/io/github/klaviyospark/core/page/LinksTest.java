package io.github.klaviyospark.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LinksTest {

    private static final String BASE = "https://a.klaviyo.com/api/profiles?page%5Bcursor%5D=";

    private final Links links = new Links(Endpoint.KLAVIYO);

    @Test
    void takesTheCursorHoweverItIsWritten() throws IOException {
        assertThat(links.follow(BASE + "bmV4dDo6aWQ%3D")).isEqualTo("bmV4dDo6aWQ=");
        assertThat(links.follow("https://a.klaviyo.com/api/profiles/?filter=a%20b&page[cursor]=x&page[size]=5"))
                .isEqualTo("x");
    }

    @Test
    void goesToNoOtherOrigin() {
        assertThatThrownBy(() -> links.follow("https://b.example.net/api/profiles?page%5Bcursor%5D=x"))
                .isInstanceOf(IOException.class)
                .hasMessage("The list continues at another origin, https://b.example.net, which is not followed."
                        + " Check the endpoint https://a.klaviyo.com.");
        assertThatThrownBy(() -> links.follow("http://a.klaviyo.com/api/profiles?page%5Bcursor%5D=x"))
                .hasMessageContaining("another origin");
        assertThatThrownBy(() -> links.follow("::?page%5Bcursor%5D=x"))
                .hasMessageContaining("something that is no address");
    }

    @Test
    void needsACursor() {
        assertThatThrownBy(() -> links.follow("https://a.klaviyo.com/api/profiles?page%5Bsize%5D=5"))
                .hasMessageContaining("a link without a cursor");
    }

    /** Whatever runs in a circle is found within a few rounds, without keeping more than one cursor. */
    @Property(tries = 300)
    void findsEveryCircle(
            @ForAll @IntRange(min = 0, max = 50) int before, @ForAll @IntRange(min = 1, max = 50) int circle) {
        Links chain = new Links(Endpoint.KLAVIYO);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4 * (before + circle) + 4; i++) {
                        int page = i < before ? i : before + (i - before) % circle;
                        chain.follow(BASE + page);
                    }
                })
                .hasMessageContaining("leads back to a page that was read");
    }

    @Property(tries = 20)
    void takesNoStraightChainForACircle(@ForAll @IntRange(min = 1, max = 2_000) int pages) throws IOException {
        Links chain = new Links(Endpoint.KLAVIYO);
        for (int i = 0; i < pages; i++) {
            assertThat(chain.follow(BASE + i)).isEqualTo(Integer.toString(i));
        }
    }
}

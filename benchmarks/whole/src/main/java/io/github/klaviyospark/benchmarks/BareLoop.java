package io.github.klaviyospark.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * OkHttp in a loop, without rows, checks, repetitions and quotas: bodies that were made before are sent, or pages are followed whose
 * bytes are thrown away. The key is in {@code KLAVIYO_API_KEY}.
 *
 * <pre>
 * BareLoop write URL BODIES REQUESTS THREADS    bodies are the lines of a file, taken in turns
 * BareLoop read URL PAGES                       follows links.next for so many pages, or to the end
 * </pre>
 *
 * Half of the work is done first to warm up. The seconds that all of it took then are printed, and the requests that it were.
 */
public final class BareLoop {

    private static final MediaType JSON_API = MediaType.get("application/vnd.api+json");
    private static final String REVISION = "2026-07-15";
    private static final String NEXT = "\"next\":\"";

    private final OkHttpClient http = new OkHttpClient();
    private final String key;

    private BareLoop(String key) {
        this.key = key;
    }

    /** Runs one of the loops, as the class says. */
    public static void main(String[] args) throws Exception {
        BareLoop loop = new BareLoop(System.getenv("KLAVIYO_API_KEY"));
        int requests = Integer.parseInt(args[args[0].equals("write") ? 3 : 2]);
        if (args[0].equals("write")) {
            List<byte[]> bodies = bodies(Path.of(args[2]));
            int threads = Integer.parseInt(args[4]);
            loop.write(args[1], bodies, requests / 2, threads);
            measured(() -> loop.write(args[1], bodies, requests, threads));
        } else {
            loop.read(args[1], requests / 2);
            measured(() -> loop.read(args[1], requests));
        }
    }

    private interface Work {
        int requests() throws Exception;
    }

    private static void measured(Work work) throws Exception {
        long began = System.nanoTime();
        int requests = work.requests();
        System.out.printf(Locale.ROOT, "%d %.3f%n", requests, (System.nanoTime() - began) / 1e9);
    }

    private static List<byte[]> bodies(Path file) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            bodies.add(line.getBytes(StandardCharsets.UTF_8));
        }
        return bodies;
    }

    private int write(String url, List<byte[]> bodies, int requests, int threads) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                loops.add(pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                        answer(request(url).post(RequestBody.create(bodies.get(i % bodies.size()), JSON_API)));
                    }
                    return null;
                }));
            }
            for (Future<?> each : loops) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
        return requests;
    }

    private int read(String first, int most) throws IOException {
        int pages = 0;
        for (String url = first; url != null && pages < most; pages++) {
            url = next(answer(request(url)));
        }
        return pages;
    }

    /** Without a parser: the next page is named once in a page, as no profile has a member of that name with such a value. */
    private static String next(byte[] page) {
        String text = new String(page, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf(NEXT);
        return at < 0 ? null : text.substring(at + NEXT.length(), text.indexOf('"', at + NEXT.length()));
    }

    private Request.Builder request(String url) {
        return new Request.Builder()
                .url(url)
                .header("Authorization", "Klaviyo-API-Key " + key)
                .header("revision", REVISION)
                .header("Accept", "application/vnd.api+json");
    }

    private byte[] answer(Request.Builder request) throws IOException {
        try (Response response = http.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException(
                        "HTTP " + response.code() + " " + response.body().string());
            }
            return response.body().bytes();
        }
    }
}

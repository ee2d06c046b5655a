package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.KlaviyoException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Delivers one chunk of which Klaviyo may not take every record. A refused request was not processed at all, and says
 * which records are to blame only sometimes: then they are set aside and the rest is sent. Otherwise the first of them is
 * searched for by halving what is known to hold one.
 *
 * <p>Halves are always tried from the front, so that what has been accepted is at any time a beginning of the chunk, save
 * for what was set aside: records of one id keep their order. What lies behind the record that was found has not been
 * judged by itself and is sent in one piece. A bad record among 500 thus costs about eleven requests, not eighteen.
 *
 * <p>A record is set aside only after it was refused alone or by name, never by inference; or when nobody knows whether
 * the request that it was in arrived, and the target must not be sent anything twice.
 *
 * <p>As long as nothing was ever accepted, or nothing for some time, a refusal may have a cause that all records share.
 * The first record is then tried alone; when it is refused, and the rest of the chunk as well, so is one from the middle
 * of that. When that is refused too the breaker stops everything. Otherwise it is sent again in its turn, for the sake of
 * order, unless it must not be sent twice.
 *
 * <p>Where parts make jobs, each is followed to its end before the next is sent: one chunk never has more than one open.
 */
final class Isolation {

    private static final int TOO_LARGE = 413;

    private final Chunk chunk;
    private final BlamedRecords blame;
    private final Breaker breaker;
    private final Post post;
    private final Follow follow;
    private final boolean isRepeatable;
    private final List<Integer> left;
    private final List<Rejection> rejections = new ArrayList<>();

    /** Records of {@code left} before this place are accepted. */
    private int settled;

    /** When beyond {@code settled}: the records from there up to here were refused together. */
    private int refused;

    private boolean isFirstRefused;
    private boolean isAnyAccepted;
    private long acceptedBytes;
    private String requestId;

    Isolation(Chunk chunk, BulkTarget target, Breaker breaker, Post post, Follow follow) {
        this.chunk = chunk;
        this.blame = new BlamedRecords(target);
        this.breaker = breaker;
        this.post = post;
        this.follow = follow;
        this.isRepeatable = target.operation().repeatable();
        this.left = new ArrayList<>(IntStream.range(0, chunk.records()).boxed().toList());
    }

    /** One request, with what repeating is safe. */
    interface Post {
        Acceptance send(Chunk chunk) throws KlaviyoException, InterruptedIOException;
    }

    /** What becomes of a part that was accepted: the records that its job does not take, by their places in the chunk. */
    interface Follow {
        List<Rejection> end(Part part) throws IOException;
    }

    /**
     * A part of the chunk that was accepted.
     *
     * @param chunk what was sent
     * @param places where its records are in the whole chunk
     * @param job the id of the job that it made; null where it makes none
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared and printed by nobody.
    record Part(Chunk chunk, int[] places, String job) {}

    /**
     * Settles every record.
     *
     * @throws KlaviyoException when what is wrong is not a record
     * @throws BreakerException when setting records aside does not help
     */
    void run() throws IOException {
        boolean isTooLarge = false;
        while (settled < left.size()) {
            int to = refused > settled ? settled + Math.max(1, (refused - settled) / 2) : left.size();
            KlaviyoException refusal = send(settled, to);
            if (refusal == null) {
                settled = to;
                // Nothing is known of the second half of what was only too large.
                refused = isTooLarge ? settled : refused;
            } else {
                isTooLarge = refusal.status() == TOO_LARGE;
                refused(to, refusal);
            }
        }
        rejections.sort(Comparator.comparingInt(Rejection::place));
    }

    private void refused(int to, KlaviyoException refusal) throws IOException {
        Chunk part = part(settled, to);
        Map<Integer, ApiError> named =
                blame.meansAll(refusal, part) ? all(refusal, to) : blame.named(refusal.errors(), part);
        if (!named.isEmpty()) {
            reject(named, refusal);
        } else if (to - settled == 1) {
            rejectNext(refusal);
        } else {
            refused = to;
            if (refusal.status() != TOO_LARGE && breaker.suspects()) {
                probe();
            }
        }
    }

    private Map<Integer, ApiError> all(KlaviyoException refusal, int to) {
        Map<Integer, ApiError> all = new TreeMap<>();
        for (int i = 0; i < to - settled; i++) {
            all.put(i, refusal.errors().get(0));
        }
        return all;
    }

    private void probe() throws IOException {
        if (isFirstRefused) {
            int middle = (settled + left.size()) / 2;
            KlaviyoException refusal = send(middle, middle + 1);
            if (refusal != null) {
                throw Breaker.trip(refusal);
            }
            if (!isRepeatable) {
                left.remove(middle);
                refused = Math.max(settled, middle < refused ? refused - 1 : refused);
            }
            return;
        }

        KlaviyoException refusal = send(settled, settled + 1);
        if (refusal == null) {
            settled++;
        } else {
            isFirstRefused = true;
            rejectNext(refusal);
        }
    }

    private int[] places(int from, int to) {
        return left.subList(from, to).stream().mapToInt(Integer::intValue).toArray();
    }

    private Chunk part(int from, int to) {
        return to - from == chunk.records() ? chunk : chunk.only(places(from, to));
    }

    /** Sends a part; gives back why it was refused, or null. */
    private KlaviyoException send(int from, int to) throws IOException {
        Chunk part = part(from, to);
        Acceptance acceptance;
        try {
            acceptance = post.send(part);
        } catch (KlaviyoException e) {
            if (e.isInDoubt() && !isRepeatable) {
                doubt(from, to);
                return null;
            }
            if (!blame.isPossible(e, part)) {
                throw e;
            }
            return e;
        }

        isAnyAccepted = true;
        requestId = acceptance.requestId();
        acceptedBytes += part.length();
        breaker.accepted();
        rejections.addAll(follow.end(new Part(part, places(from, to), acceptance.job())));
        return null;
    }

    /** Sets records aside that may have been taken, since sending them again could do it twice. */
    private void doubt(int from, int to) {
        for (int place : places(from, to)) {
            rejections.add(Rejection.inDoubt(place));
        }
        breaker.unknown(rejections.get(rejections.size() - 1));
    }

    private void reject(Map<Integer, ApiError> named, KlaviyoException refusal) throws BreakerException {
        Set<Integer> places = new HashSet<>();
        for (Map.Entry<Integer, ApiError> blamed : named.entrySet()) {
            int place = left.get(settled + blamed.getKey());
            places.add(place);
            rejections.add(Rejection.of(place, blamed.getValue()));
            breaker.rejectedByName(refusal);
        }
        left.removeAll(places);
        refused = settled;
    }

    private void rejectNext(KlaviyoException refusal) throws BreakerException {
        rejections.add(Rejection.of(left.remove(settled), refusal));
        refused = settled;
        breaker.rejectedAlone(refusal);
    }

    /** The records that were not accepted, in order. */
    List<Rejection> rejections() {
        return rejections;
    }

    /** Whether it is certain that no part was taken. */
    boolean isUntaken() {
        return !isAnyAccepted && rejections.stream().noneMatch(Rejection::isInDoubt);
    }

    /** Bytes of the requests that were accepted. */
    long acceptedBytes() {
        return acceptedBytes;
    }

    /** Klaviyo's id of the last request that was accepted, or null. */
    String requestId() {
        return requestId;
    }

    @Override
    public String toString() {
        return "Isolation(" + chunk + ", " + settled + " settled, " + rejections.size() + " set aside)";
    }
}

package io.github.klaviyospark.emulator.contract;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Checks the exchanges of one emulator and notes them in a log.
 *
 * <pre>{@code
 * ContractCheck check = ContractCheck.start(folder, List.of("GET /api/data-sources"));
 * check.exchange(traffic);
 * check.close(1);
 * }</pre>
 *
 * <p>All answers are checked, except those that were spoiled on purpose. Requests are checked when they come from the
 * connector, and those of anybody else when they were accepted: a test may send nonsense as long as it is refused. An
 * exchange that names a pre-release as its revision, or one before 2023-07-15, is noted and not judged: it has a form of
 * its own, of which the contract, made from a later revision, says nothing. May be called from any thread.
 */
public final class ContractCheck {
    /** What the User-Agent of the connector begins with. */
    private static final String CONNECTOR = "klaviyo-spark";

    /** What tells a pre-release from the dates of released revisions. */
    private static final Pattern PRE_RELEASE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}\\.pre");

    private static final Pattern RELEASED = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** Before it, relationships had another form. */
    private static final String OLDEST = "2023-07-15";

    private static final String OTHER = "other";
    private static final String EVENT = "event";
    private static final String NUMBER = "emulator";
    private static final int KEPT = 1_000;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Contract contract = Contract.shared();
    private final ContractLog log;
    private final long number = NUMBERS.incrementAndGet();
    private final AtomicLong checked = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<Map<String, Object>> violations = new ArrayList<>();

    private ContractCheck(ContractLog log) {
        this.log = log;
    }

    /**
     * Where to log, by the system property {@code klaviyo.emulator.contractLog} or else by the environment variable
     * {@code KLAVIYO_EMULATOR_CONTRACT_LOG}; empty when neither is set.
     */
    public static Optional<Path> folder() {
        String folder = System.getProperty(
                "klaviyo.emulator.contractLog", System.getenv().getOrDefault("KLAVIYO_EMULATOR_CONTRACT_LOG", ""));
        return folder.isBlank() ? Optional.empty() : Optional.of(Path.of(folder));
    }

    /**
     * Begins to check an emulator.
     *
     * @param folder made when it does not exist
     * @param served the operations it serves, such as {@code GET /api/data-sources/{id}}; one that the contract does not
     *     have is a violation
     */
    public static ContractCheck start(Path folder, List<String> served) {
        ContractCheck check = new ContractCheck(ContractLog.in(folder));
        Map<String, Object> line = check.line("start");
        line.put("revision", check.contract.revision());
        List<String> ids = new ArrayList<>();
        int unknown = 0;
        for (String operation : served) {
            int space = operation.indexOf(' ');
            Optional<Operation> known =
                    check.contract.find(operation.substring(0, space), operation.substring(space + 1));
            known.ifPresent(found -> ids.add(found.id()));
            unknown += known.isPresent() ? 0 : 1;
        }
        line.put("serves", ids);
        check.log.line(line);
        for (int i = 0; i < unknown; i++) {
            check.note(OTHER, "", 0, new Violation(Violation.Side.ANSWER, "is an operation without a contract", ""));
        }
        return check;
    }

    /** Checks and notes one exchange; call it before the answer is sent. */
    public void exchange(Traffic traffic) {
        Optional<Operation> operation = contract.find(traffic.method(), traffic.path());
        String id = operation.map(Operation::id).orElse(OTHER);
        String agent = family(traffic.header("user-agent"));
        boolean ours = agent.startsWith(CONNECTOR);
        boolean described = isDescribed(traffic.header("revision"));
        boolean judged = described && (ours || traffic.accepted());
        boolean answerJudged = described && !traffic.isSpoiled();
        List<Violation> found = new ArrayList<>();
        try {
            if (judged && operation.isEmpty()) {
                found.add(new Violation(Violation.Side.REQUEST, "is an operation without a contract", ""));
            } else if (judged) {
                new RequestCheck(contract, operation.get(), traffic, found).check(ours);
            }
            if (answerJudged) {
                new AnswerCheck(contract, traffic, found).check(operation);
            }
        } catch (RuntimeException e) {
            // A mistake of the check must show up, and must not change what the emulator answers.
            found.add(new Violation(
                    Violation.Side.ANSWER,
                    "could not be checked: " + e.getClass().getSimpleName(),
                    ""));
        }
        found.forEach(violation -> note(id, agent, traffic.status(), violation));
        Map<String, Object> line = line("exchange");
        line.put("operation", id);
        line.put("agent", agent);
        line.put("status", traffic.status());
        line.put("request", judged);
        line.put("answer", answerJudged);
        log.line(line);
        checked.incrementAndGet();
    }

    private static boolean isDescribed(String revision) {
        return !PRE_RELEASE.matcher(revision).matches()
                && !(RELEASED.matcher(revision).matches() && revision.compareTo(OLDEST) < 0);
    }

    /** What was found so far: the number of exchanges, and the first thousand violations. */
    public Map<String, Object> report() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("checked", checked.get());
        synchronized (violations) {
            report.put("violations", List.copyOf(violations));
        }
        return report;
    }

    /**
     * Notes the end; more than once is once.
     *
     * @param answered how many exchanges there were, counted by somebody else
     */
    public void close(long answered) {
        if (!closed.getAndSet(true)) {
            Map<String, Object> line = line("close");
            line.put("answered", answered);
            log.line(line);
        }
    }

    private void note(String operation, String agent, int status, Violation violation) {
        Map<String, Object> line = line("violation");
        line.put("operation", operation);
        line.put("agent", agent);
        line.put("status", status);
        line.put("side", violation.side().text());
        line.put("rule", violation.rule());
        line.put("place", violation.place());
        log.line(line);
        synchronized (violations) {
            if (violations.size() < KEPT) {
                violations.add(line);
            }
        }
    }

    private Map<String, Object> line(String event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(EVENT, event);
        line.put(NUMBER, number);
        return line;
    }

    /** A User-Agent up to its version, which is all of it that is written down. */
    private static String family(String userAgent) {
        String family = userAgent.split("[/ ]", 2)[0];
        return family.matches("[A-Za-z0-9._-]{1,40}") ? family : OTHER;
    }
}

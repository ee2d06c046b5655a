package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.contract.ContractCheck;
import io.github.klaviyospark.emulator.contract.Traffic;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Shows every exchange to the contract, if that was asked for. It only looks: no answer depends on it. */
final class Inspection {
    private final Optional<ContractCheck> check;
    private final AtomicLong answered = new AtomicLong();

    Inspection(Optional<Path> log, Routes routes) {
        check = log.map(folder -> ContractCheck.start(folder, routes.operations()));
    }

    /** Whether bodies must be kept for it. */
    boolean looks() {
        return check.isPresent();
    }

    /** Call it before the answer is sent: who has seen an answer can rely on its having been checked. */
    void exchange(Call call, Pipeline.Reply reply) {
        check.ifPresent(present -> present.exchange(traffic(call, reply)));
    }

    /** An answer of the HTTP server itself, to something that never became a call. */
    void refused(String method, String path, Answer answer) {
        Traffic request = new Traffic(method, path, null, Map.of(), null);
        check.ifPresent(present -> present.exchange(answered(request, answer)));
    }

    /** Counts what goes out, beside the contract, so that an exchange it was not shown is found out. */
    void answered() {
        answered.incrementAndGet();
    }

    Optional<Map<String, Object>> report() {
        return check.map(ContractCheck::report);
    }

    void close() {
        check.ifPresent(present -> present.close(answered.get()));
    }

    private static Traffic traffic(Call call, Pipeline.Reply reply) {
        Traffic request = new Traffic(
                call.method(),
                call.path(),
                call.query(),
                call.headers(),
                call.body().kept());
        Answer answer = reply.answer();
        if (answer == null) {
            return request.spoiled(0);
        }
        // Such a fault answers with a document like any other.
        boolean honest =
                reply.fault() == null || reply.fault() == Fault.Kind.STATUS || reply.fault() == Fault.Kind.POISON;
        return honest ? answered(request, answer) : request.spoiled(answer.status());
    }

    private static Traffic answered(Traffic request, Answer answer) {
        return request.answered(answer.status(), answer.headers().get("Content-Type"), answer.body());
    }
}

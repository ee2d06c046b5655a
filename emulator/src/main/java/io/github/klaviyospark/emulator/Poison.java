package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Refuses requests for the sake of one of their records, where a fault asks for that. */
final class Poison {
    private final FaultPlan faults;

    Poison(FaultPlan faults) {
        this.faults = faults;
    }

    /** {@code records} are looked at as JSON texts; {@code pointers} say where each of them is. */
    void refuse(Call call, String operation, List<byte[]> records, List<String> pointers) throws Refusal {
        Optional<Fault> poison =
                faults.drawPoison(call.method() + " " + call.path(), operation, fault -> records.stream()
                        .anyMatch(fault::poisons));
        if (poison.isEmpty()) {
            return;
        }
        Fault fault = poison.get();
        if (!fault.pointers()) {
            throw Refusal.poisoned(fault.status());
        }
        throw Refusal.poisoned(
                fault.status(),
                IntStream.range(0, records.size())
                        .filter(i -> fault.poisons(records.get(i)))
                        .mapToObj(pointers::get)
                        .toList());
    }
}

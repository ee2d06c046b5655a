package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Refuses a request as a whole because of what one of its records holds, if a fault asks for it. */
final class Poison {
    private final FaultPlan faults;

    Poison(FaultPlan faults) {
        this.faults = faults;
    }

    /**
     * To be called when a request has turned out to be in order and before anything of it is done.
     *
     * @param records as they were sent
     * @param pointer where a record, by its number, stands in the body
     */
    void check(Call call, String operation, List<RawJson> records, IntFunction<String> pointer) throws Refusal {
        List<byte[]> texts = records.stream().map(RawJson::copy).toList();
        Optional<Fault> poison = faults.drawPoison(call.method() + " " + call.path(), operation, fault -> texts.stream()
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
                IntStream.range(0, texts.size())
                        .filter(i -> fault.poisons(texts.get(i)))
                        .mapToObj(pointer)
                        .toList());
    }
}

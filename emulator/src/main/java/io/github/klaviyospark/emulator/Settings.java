package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.contract.ContractCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an emulator is started with, once checked. */
final class Settings {
    int port;
    String apiKey;
    boolean quotas = true;
    double timeScale = 1;
    Duration latency = Duration.ZERO;
    long seed;
    int profiles;
    int events;
    ObjectSettings objects = ObjectSettings.USUAL;
    Duration jobLag = Duration.ZERO;
    final Map<JobFamily, Integer> openJobs = new EnumMap<>(JobFamily.class);
    final Map<String, Limits> limits = new LinkedHashMap<>();
    TimeSource time = new SystemTime();
    Optional<Path> contractLog = ContractCheck.folder();

    void apiKey(String apiKey) {
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("The API key must not be blank.");
        }
        this.apiKey = apiKey;
    }

    void timeScale(double timeScale) {
        if (!(timeScale > 0) || Double.isInfinite(timeScale)) {
            throw new IllegalArgumentException("The time scale is a number above 0, not " + timeScale + ".");
        }
        this.timeScale = timeScale;
    }

    void visibilityLag(Duration lag) {
        objects = new ObjectSettings(
                notNegative("visibility lag", lag), objects.publishingTime(), objects.types(), objects.properties());
    }

    void publishingTime(Duration time) {
        objects = new ObjectSettings(
                objects.visibilityLag(), notNegative("publishing time", time), objects.types(), objects.properties());
    }

    void objectTypes(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("The number of object types is not negative, but is " + most + ".");
        }
        objects = new ObjectSettings(objects.visibilityLag(), objects.publishingTime(), most, objects.properties());
    }

    void objectProperties(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A schema has at least one property, not " + most + ".");
        }
        objects = new ObjectSettings(objects.visibilityLag(), objects.publishingTime(), objects.types(), most);
    }

    void openJobs(String operation, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least one job may be open at a time, not " + most + ".");
        }
        openJobs.put(JobFamily.named(operation), most);
    }

    static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("The " + what + " must not be negative, but is " + duration + ".");
        }
        return duration;
    }

    static int within(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(what + " from " + least + " to " + most + ", not " + number + ".");
        }
        return number;
    }
}

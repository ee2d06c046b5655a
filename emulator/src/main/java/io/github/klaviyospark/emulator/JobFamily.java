package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.JobStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of jobs that can be asked for afterwards: what Klaviyo's document says about each. */
enum JobFamily {
    PROFILE_IMPORT(
            "profile-bulk-import-job",
            JobStatus.QUEUED,
            Integer.MAX_VALUE,
            "status created_at total_count completed_count failed_count completed_at expires_at started_at"),
    SUPPRESS("profile-suppression-bulk-create-job", JobStatus.QUEUED, Integer.MAX_VALUE, JobFamily.SUPPRESSION),
    UNSUPPRESS("profile-suppression-bulk-delete-job", JobStatus.QUEUED, Integer.MAX_VALUE, JobFamily.SUPPRESSION),
    ITEM_CREATE("catalog-item-bulk-create-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    ITEM_UPDATE("catalog-item-bulk-update-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    ITEM_DELETE("catalog-item-bulk-delete-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    VARIANT_CREATE("catalog-variant-bulk-create-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    VARIANT_UPDATE("catalog-variant-bulk-update-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    VARIANT_DELETE("catalog-variant-bulk-delete-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    CATEGORY_CREATE("catalog-category-bulk-create-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    CATEGORY_UPDATE("catalog-category-bulk-update-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    CATEGORY_DELETE("catalog-category-bulk-delete-job", JobStatus.PROCESSING, 500, JobFamily.CATALOG),
    COUPON_CODE_CREATE("coupon-code-bulk-create-job", JobStatus.PROCESSING, 100, JobFamily.CATALOG);

    private static final String SUPPRESSION =
            "status created_at total_count completed_count completed_at skipped_count";
    private static final String CATALOG =
            "status created_at total_count completed_count failed_count completed_at errors expires_at";

    private final String type;
    private final JobStatus first;
    private final int mostOpen;
    private final List<String> attributes;

    JobFamily(String type, JobStatus first, int mostOpen, String attributes) {
        this.type = type;
        this.first = first;
        this.mostOpen = mostOpen;
        this.attributes = List.of(attributes.split(" "));
    }

    /** The type of its resource. */
    String type() {
        return type;
    }

    /** The status in the answer to the request that makes a job. */
    JobStatus first() {
        return first;
    }

    boolean isOfCatalog() {
        return type.startsWith("catalog-");
    }

    /** How many may be open at once unless the settings say something else. */
    int mostOpen() {
        return mostOpen;
    }

    /** What a job shows of itself, in this order. */
    List<String> attributes() {
        return attributes;
    }

    String path() {
        return "/api/" + type + "s";
    }

    /** The operation that makes a job. */
    String operation() {
        return "POST " + path();
    }

    static Optional<JobFamily> of(String operation) {
        return Arrays.stream(values())
                .filter(family -> family.operation().equals(operation))
                .findFirst();
    }

    /** As {@link #of}, for what a user names. */
    static JobFamily named(String operation) {
        return of(operation)
                .orElseThrow(() -> new IllegalArgumentException("'" + operation
                        + "' makes no jobs that can be asked for; these do: "
                        + Arrays.stream(values()).map(JobFamily::operation).collect(Collectors.joining(", ")) + "."));
    }
}

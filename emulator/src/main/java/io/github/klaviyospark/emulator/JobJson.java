package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.jobs.JobError;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs as JSON: as answers show them, and as the control interface does. */
final class JobJson {
    private JobJson() {}

    /** Everything a job can tell, by the names that Klaviyo gives it. */
    static Map<String, Object> all(Job job) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("status", job.status().text());
        all.put("created_at", Micros.text(job.createdAt()));
        all.put("started_at", time(job.startedAt()));
        all.put("completed_at", time(job.completedAt()));
        all.put("expires_at", Micros.text(job.expiresAt()));
        all.put("total_count", job.total());
        all.put("completed_count", job.completed());
        all.put("failed_count", job.failed());
        all.put("skipped_count", job.skipped());
        all.put("errors", job.errors().stream().map(JobJson::error).toList());
        return all;
    }

    /** What the resource of a job shows. */
    static Map<String, Object> attributes(JobFamily family, Job job) {
        Map<String, Object> all = all(job);
        Map<String, Object> shown = new LinkedHashMap<>();
        family.attributes().forEach(name -> shown.put(name, all.get(name)));
        return shown;
    }

    private static Map<String, Object> error(JobError error) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", error.id());
        shown.put("code", error.code());
        shown.put("title", error.title());
        shown.put("detail", error.detail());
        shown.put("source", Map.of("pointer", error.pointer()));
        return shown;
    }

    /** A resource in full, with the relationships that are named; a job has them even where they lead nowhere. */
    static Map<String, Object> resource(
            JobFamily family, Job job, Map<String, String> relationships, Collection<String> fields, String origin) {
        String self = origin + family.path() + "/" + job.id();
        Map<String, Object> attributes = attributes(family, job);
        attributes.keySet().retainAll(fields);
        Map<String, Object> related = new LinkedHashMap<>();
        relationships.forEach((name, type) -> related.put(
                name,
                Documents.relationship(
                        job.related().getOrDefault(name, List.of()).stream()
                                .map(id -> Documents.identifier(type, id))
                                .toList(),
                        self,
                        name)));
        return Documents.resource(family.type(), job.id(), attributes, related, self);
    }

    /** One line with all there is to say. */
    static String line(Job job) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", job.id());
        line.put("family", job.family());
        line.putAll(all(job));
        line.put("expired", job.expired());
        line.put("related", job.related());
        return new String(Answer.json(line), StandardCharsets.UTF_8);
    }

    private static String time(Long micros) {
        return micros == null ? null : Micros.text(micros);
    }
}

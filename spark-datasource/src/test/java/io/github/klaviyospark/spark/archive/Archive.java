package io.github.klaviyospark.spark.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A folder of requests as shops keep them: of two generations, lined up or spread out, packed or not. */
final class Archive {

    static final String IMPORT = """
            {"data":{"type":"profile-bulk-import-job","attributes":{"profiles":{"data":[
              {"type":"profile","attributes":{"email":"ines@farm.example.net","first_name":"Inês","properties":{"cows":12345678901234567890.10}}},
              {"type":"profile","attributes":{"email":"otto@farm.example.net"}}]}},
             "relationships":{"lists":{"data":[{"type":"list","id":"Fa4mrs"}]}}}}""";
    static final String PROFILE = """
            {"data":{"type":"profile","attributes":{"phone_number":"+4915112345678","anonymous_id":"a-77"}}}""";
    static final String OLD_EVENT = """
            {"data":{"type":"event","attributes":{"metric":{"name":"Milked Cow","service":"barn"},"value":7.50,\
            "properties":{"litres":21},"profile":{"$email":"ines@farm.example.net","$id":31,"stable":"west"},\
            "time":"2022-11-08T00:00:00","unique_id":"milk-1"}}}""";
    static final String EVENT = """
            {"data":{"type":"event","attributes":{"metric":{"data":{"type":"metric","attributes":{"name":"Sold Milk"}}},\
            "profile":{"data":{"type":"profile","attributes":{"email":"otto@farm.example.net"}}},\
            "properties":{},"time":"2025-05-01T06:00:00+02:00","unique_id":"sale-1"}}}""";
    static final String OLD_ITEMS = """
            {"data":{"type":"catalog-item-bulk-create-job","attributes":{"items":[{"type":"catalog-item","attributes":{\
            "external_id":"cheese-1","title":"Cheese","description":"Round","url":"https://farm.example.net/cheese",\
            "price":10.10,"published":true,"images":["https://farm.example.net/1.png","https://farm.example.net/2.png"]}}]}}}""";

    static final String OLD_SUBSCRIPTION = """
            {"data":{"type":"profile-subscription-bulk-create-job","attributes":{"list_id":"Fa4mrs","custom_source":"market",\
            "subscriptions":[{"email":"ines@farm.example.net","channels":{"email":["MARKETING"]}}]}}}""";
    static final String OLD_UNSUBSCRIPTION = """
            {"data":{"type":"profile-unsubscription-bulk-create-job","attributes":{"list_id":"Fa4mrs",\
            "emails":["otto@farm.example.net"]}}}""";
    /** Of which nobody can say whether it subscribed or unsubscribed. */
    static final String OLD_ENTRIES = """
            {"data":{"type":"profile-subscription-bulk-create-job","attributes":{"list_id":"Fa4mrs",\
            "subscriptions":[{"email":"ulla@farm.example.net","channels":{"email":["MARKETING"]}}]}}}""";

    static final String LOGGED_UNSUBSCRIPTION = """
            {"method":"POST","url":"https://a.klaviyo.com/api/profile-unsubscription-bulk-create-jobs/","body":""" + OLD_ENTRIES + "}";
    static final String TAGGED = """
            {"method":"POST","path":"/api/tags/T1/relationships/flows","body":{"data":[{"type":"flow","id":"F1"}]}}""";
    static final String UNTAGGED = """
            {"method":"DELETE","path":"/api/tags/T2/relationships/flows","body":{"data":[{"type":"flow","id":"F2"}]}}""";

    private Archive() {}

    /** Requests of every kind, some in a folder of their own, with what other programs leave beside them. */
    static Path mixed(Path folder) throws IOException {
        Files.writeString(folder.resolve("a.json"), IMPORT);
        Files.writeString(folder.resolve("b.ndjson"), lines(OLD_EVENT, PROFILE, EVENT));
        packed(
                Files.createDirectories(folder.resolve("2022/11")).resolve("c.json.gz"),
                lines(OLD_ITEMS, OLD_EVENT.replace("milk-1", "milk-2")));
        Files.writeString(folder.resolve("_SUCCESS"), "not JSON");
        Files.writeString(Files.createDirectories(folder.resolve(".trash")).resolve("d.json"), "not JSON");
        return folder;
    }

    static String lines(String... documents) {
        return String.join("\n", documents) + "\n";
    }

    static void packed(Path file, String content) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}

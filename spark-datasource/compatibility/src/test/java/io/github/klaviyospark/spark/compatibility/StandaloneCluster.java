package io.github.klaviyospark.spark.compatibility;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/**
 * A standalone cluster of two workers, both on this machine but under two names: Spark never runs a copy of a task on the
 * host where the task runs already, and all workers of {@code local-cluster} are on one.
 */
final class StandaloneCluster implements AutoCloseable {

    private final Process process;
    private final int port;

    StandaloneCluster(Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        process = ChildJvm.start(
                folder, "512m", StandaloneCluster.class, List.of(Integer.toString(port), folder.toString()));
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** The port of the master, and a folder. */
    public static void main(String[] args) {
        String master = "spark://127.0.0.1:" + args[0];
        start(
                "master",
                () -> Master.main(new String[] {"--host", "127.0.0.1", "--port", args[0], "--webui-port", "0"}));
        for (String host : List.of("127.0.0.1", "localhost")) {
            start(
                    "worker " + host,
                    () -> Worker.main(new String[] {
                        "--host",
                        host,
                        "--port",
                        "0",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        Path.of(args[1], host).toString(),
                        master
                    }));
        }
    }

    private static void start(String name, Runnable run) {
        new Thread(run, name).start();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The emulator as a process. Standard output carries one line, which says where it listens; logs go to standard error. */
@Command(
        name = "klaviyo-emulator",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        description = "An embedded Klaviyo on 127.0.0.1: real HTTP, real limits, faults on demand.")
final class Main implements Callable<Integer> {
    private static final String API_KEY = "KLAVIYO_EMULATOR_API_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on; 0, the default, takes a free one.")
    private int port;

    @Option(
            names = "--api-key",
            paramLabel = "K",
            description = "The only key to accept. Default: the environment variable " + API_KEY
                    + ", which keeps the key out of process lists; without either, any key is accepted.")
    private String apiKey;

    @Option(names = "--quotas", paramLabel = "on|off", description = "Whether rate limits hold. Default: on.")
    private Switch quotas = Switch.on;

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            description = "Makes quota windows X times shorter; the RateLimit headers say so. Default: 1.")
    private double timeScale = 1;

    @Option(
            names = "--limits",
            paramLabel = "OPERATION=LIMITS",
            description = "Other limits of an operation, such as"
                    + " 'POST /api/data-source-record-bulk-create-jobs=3/1s,60/60s'; may be given several times. The time"
                    + " scale applies to them as well.")
    private Map<String, String> limits = new LinkedHashMap<>();

    @Option(
            names = "--latency",
            paramLabel = "T",
            description = "Lets every API request wait first, such as 150ms. Default: no wait.")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "What ids, profiles, events and the dice of faults come from. Default: 0.")
    private long seed;

    @Option(
            names = "--profiles",
            paramLabel = "N",
            description = "How many profiles there are from the start, made from the seed. Default: none.")
    private int profiles;

    @Option(
            names = "--events",
            paramLabel = "N",
            description = "How many events there are from the start, made from the seed. Default: none.")
    private int events;

    @Option(
            names = "--visibility-lag",
            paramLabel = "T",
            description = "How long after a record or an event arrives what it brings can be read. Default: 1s.")
    private Duration visibilityLag = ObjectSettings.USUAL.visibilityLag();

    @Option(
            names = "--publishing-time",
            paramLabel = "T",
            description = "How long a schema is publishing before it is active. Default: 1s.")
    private Duration publishingTime = ObjectSettings.USUAL.publishingTime();

    @Option(
            names = "--object-types",
            paramLabel = "N",
            description = "How many object types there may be; 0 is an account without entitlement. Default: 5.")
    private int objectTypes = ObjectSettings.USUAL.types();

    @Option(
            names = "--object-properties",
            paramLabel = "N",
            description = "How many properties a schema may have. Default: 15.")
    private int objectProperties = ObjectSettings.USUAL.properties();

    @Option(
            names = "--job-lag",
            paramLabel = "T",
            description =
                    "How long a job takes that can be asked for afterwards. Default: no time, so that it is complete when"
                            + " it is first asked for.")
    private Duration jobLag = Duration.ZERO;

    @Option(
            names = "--open-jobs",
            paramLabel = "OPERATION=N",
            description =
                    "How many jobs of an operation may be open, such as 'POST /api/profile-bulk-import-jobs=5'; may be"
                            + " given several times. Default: 500 for all that change catalogs together, 100 for coupon codes, any number for others.")
    private Map<String, Integer> openJobs = new LinkedHashMap<>();

    @Option(names = "--faults", paramLabel = "FILE", description = "A JSON array of faults to begin with.")
    private Path faults;

    @Option(
            names = "--exit-with-stdin",
            description =
                    "Ends when standard input ends, so that a child process does not outlive its parent; told to end before,"
                            + " it answers until then, for 30 s at most, because Ctrl-C reaches parent and child at once.")
    private boolean exitWithStdin;

    private Main() {}

    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.log.org.eclipse.jetty", "warn");
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(Duration.class, Main::duration)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Fault> planned = faults();
        try (KlaviyoEmulator emulator = start()) {
            planned.forEach(emulator::fault);
            CountDownLatch inputEnded = new CountDownLatch(exitWithStdin ? 1 : 0);
            Thread stop = new Thread(() -> stop(emulator, inputEnded), "klaviyo-emulator-stop");
            Runtime.getRuntime().addShutdownHook(stop);
            PrintWriter out = spec.commandLine().getOut();
            out.println("klaviyo-emulator ready " + emulator.endpoint());
            out.flush();
            if (exitWithStdin) {
                System.in.transferTo(OutputStream.nullOutputStream());
                inputEnded.countDown();
            } else {
                new CountDownLatch(1).await();
            }
            return CommandLine.ExitCode.OK;
        }
    }

    private static void stop(KlaviyoEmulator emulator, CountDownLatch inputEnded) {
        try (emulator) {
            // The parent may have requests to finish. That it does not end its input is no reason to stay for ever.
            inputEnded.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Fault> faults() {
        try {
            return faults == null ? List.of() : FaultJson.all(Files.readAllBytes(faults));
        } catch (IOException e) {
            throw usage("The file " + faults + " could not be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage(), e);
        }
    }

    private ParameterException usage(String message, Exception cause) {
        return new ParameterException(spec.commandLine(), message, cause);
    }

    private KlaviyoEmulator start() {
        String key = apiKey == null ? System.getenv(API_KEY) : apiKey;
        try {
            KlaviyoEmulator.Builder builder = KlaviyoEmulator.builder()
                    .port(port)
                    .quotas(quotas == Switch.on)
                    .timeScale(timeScale)
                    .latency(latency)
                    .seed(seed)
                    .profiles(profiles)
                    .events(events)
                    .visibilityLag(visibilityLag)
                    .publishingTime(publishingTime)
                    .objectTypes(objectTypes)
                    .objectProperties(objectProperties)
                    .jobLag(jobLag);
            limits.forEach(builder::limits);
            openJobs.forEach(builder::openJobs);
            if (key != null) {
                builder.apiKey(key);
            }
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage(), e);
        }
    }

    /** Constants are spelled as on the command line. */
    private enum Switch {
        on,
        off
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"klaviyo-emulator " + (version == null ? "(development)" : version)};
        }
    }
}

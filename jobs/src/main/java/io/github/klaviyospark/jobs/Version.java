package io.github.klaviyospark.jobs;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that stands in the jar's manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"klaviyo-spark-jobs " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}

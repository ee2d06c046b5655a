package io.github.klaviyospark.spark.sink;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What the connector logs, from now on until this is closed. */
public final class LogLines extends AbstractAppender implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public LogLines() {
        super("lines", null, null, true, Property.EMPTY_ARRAY);
        start();
        logger().addAppender(this);
    }

    private static Logger logger() {
        return (Logger) LogManager.getLogger("io.github.klaviyospark");
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
    }

    /** Those of a level that begin in this way. */
    public List<String> of(String level, String beginning) {
        return lines.stream()
                .filter(line -> line.startsWith(level + " " + beginning))
                .toList();
    }

    @Override
    public void close() {
        logger().removeAppender(this);
        stop();
    }
}

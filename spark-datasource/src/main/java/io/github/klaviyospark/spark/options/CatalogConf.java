package io.github.klaviyospark.spark.options;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the settings {@code spark.sql.catalog.NAME.*} say: how to reach the account, and options for what is inserted. They
 * refer to a key and never are one, because Spark shows them to everybody who may see its configuration.
 */
public final class CatalogConf {

    /** What the table decides, and what only concerns a read of another kind. */
    private static final List<Setting<?>> NOT_HERE = List.of(
            Settings.PATH,
            Settings.OPERATION,
            Settings.DATA_SOURCE,
            Settings.CREATE_DATA_SOURCE,
            Settings.ID_FIELD,
            Settings.RESUME,
            Settings.DRY_RUN,
            ReadSettings.INCLUDE,
            ReadSettings.FILTER,
            ReadSettings.PAGE_SIZE,
            ReadSettings.PROPERTIES,
            ReadSettings.SLICES,
            ReadSettings.MAX_JOIN_KEYS,
            ReadSettings.SINCE,
            ReadSettings.UNTIL,
            ReadSettings.MAX_ROWS_PER_BATCH,
            ReadSettings.MAX_REQUESTS_PER_BATCH,
            ReadSettings.LOOKBACK,
            ReadSettings.ARCHIVE_PATH,
            ReadSettings.AMBIGUOUS_CONSENT);

    private final Map<String, String> settings;
    private final Connection connection;

    private CatalogConf(Map<String, String> settings, Map<String, String> environment) {
        this.settings = settings;
        this.connection =
                Connection.of(OptionValues.of(only(settings, Setting.Use.BOTH), Setting.Use.READ), environment);
    }

    /**
     * Reads the settings of a catalog. Sends nothing and looks up no key.
     *
     * @param catalog the catalog's name, for errors
     * @throws IllegalArgumentException when one is unknown, holds a key or is not allowed
     */
    public static CatalogConf of(String catalog, Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>();
        settings.forEach((name, value) -> {
            Setting<?> setting = Settings.all().stream()
                    .filter(known -> known.name().equalsIgnoreCase(name)
                            || known.aliases().stream().anyMatch(name::equalsIgnoreCase))
                    .findFirst()
                    .orElse(null);
            String place = "spark.sql.catalog." + catalog + "." + name;
            if (setting == null || NOT_HERE.contains(setting)) {
                throw new IllegalArgumentException(
                        "There is no setting " + place + ". Known are " + names() + ", allowDrop.");
            }
            if (setting.isSecret()) {
                throw new IllegalArgumentException(place + " would hold a key where everybody can see it. Set"
                        + " spark.sql.catalog." + catalog + ".apiKeySource to the place of the key, such as"
                        + " env:KLAVIYO_API_KEY.");
            }
            own.put(setting.name(), value);
        });
        return new CatalogConf(own, environment);
    }

    private static String names() {
        return String.join(
                ", ",
                Settings.all().stream()
                        .filter(setting -> !NOT_HERE.contains(setting) && !setting.isSecret())
                        .map(Setting::name)
                        .toList());
    }

    /** How to reach the account. */
    public Connection connection() {
        return connection;
    }

    /** The options of a read: what concerns the account from the settings, and what the query gives. */
    public Map<String, String> reading(Map<String, String> given) {
        Map<String, String> all = only(settings, Setting.Use.BOTH);
        // What is inserted is reported there; a query beside it must not replace that.
        all.remove(Settings.REPORT_PATH.name());
        return merged(all, given);
    }

    /** The options of a write: those of the settings, and what the query gives. */
    public Map<String, String> writing(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(only(settings, Setting.Use.BOTH));
        all.putAll(only(settings, Setting.Use.WRITE));
        if (settings.containsKey(Settings.QUOTA_LIMITS.name()) && isSameEndpoint(given)) {
            all.put(Settings.QUOTA_LIMITS.name(), settings.get(Settings.QUOTA_LIMITS.name()));
        }
        return merged(all, given);
    }

    /** Whether a query leaves the endpoint of the settings, whose quota theirs is. */
    private boolean isSameEndpoint(Map<String, String> given) {
        Setting<Boolean> ingest = Settings.INGEST;
        return given.entrySet().stream()
                .filter(option -> option.getKey().equalsIgnoreCase(ingest.name()))
                .allMatch(option -> ingest.parse(option.getValue())
                        .equals(ingest.parse(settings.getOrDefault(ingest.name(), ingest.fallback()))));
    }

    /** What concerns every request; the quota is one endpoint's, and that of what is inserted. */
    private static Map<String, String> only(Map<String, String> settings, Setting.Use use) {
        Map<String, String> some = new HashMap<>();
        Settings.all().stream()
                .filter(setting -> setting.use() == use && setting != Settings.QUOTA_LIMITS)
                .filter(setting -> settings.containsKey(setting.name()))
                .forEach(setting -> some.put(setting.name(), settings.get(setting.name())));
        return some;
    }

    private static Map<String, String> merged(Map<String, String> settings, Map<String, String> given) {
        Map<String, String> merged = new HashMap<>(settings);
        Set<String> names = Set.copyOf(given.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
        merged.keySet().removeIf(name -> names.contains(name.toLowerCase(Locale.ROOT)));
        merged.putAll(given);
        return merged;
    }

    @Override
    public String toString() {
        return "CatalogConf(" + connection + ")";
    }
}

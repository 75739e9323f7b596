package io.vestibule.hub.sla;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The firm's policies and calendars, read once at start from {@code config/sla} and {@code config/calendars}: those in
 * the jar, overridden by files of the same name beside it. A mistake in them refuses the start, naming file and key.
 */
@Component
public class SlaPolicies {

    private final Map<String, BusinessCalendar> calendars = new LinkedHashMap<>();
    private final Map<String, SlaPolicy> policies = new LinkedHashMap<>();

    /** A file of {@code config/sla}, as written; durations like {@code 4h}, {@code 20s}. */
    record PolicyFile(
            String policy,
            String calendar,
            String firstResponse,
            String resolution,
            String remindBefore,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> teams) {
        PolicyFile {
            given("policy", policy);
            given("calendar", calendar);
            given("firstResponse", firstResponse);
            given("resolution", resolution);
            given("remindBefore", remindBefore);
        }
    }

    /** @throws IllegalArgumentException naming the key that the file leaves out */
    static void given(String key, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
    }

    SlaPolicies(SlaSettings settings, ZoneId firmZone) {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory()).registerModule(new JavaTimeModule());
        each(settings.calendars(), file -> {
            BusinessCalendar calendar = read(yaml, file, CalendarFile.class).toCalendar(firmZone);
            calendars.put(calendar.name(), calendar);
        });
        each(settings.policies(), file -> {
            SlaPolicy policy = policy(read(yaml, file, PolicyFile.class));
            policies.put(policy.name(), policy);
        });
        if (policies.values().stream().noneMatch(policy -> policy.teams().isEmpty())) {
            throw new StartRefused("No policy in config/sla is for every team.", "Leave \"teams\" out of one of them.");
        }
    }

    public List<SlaPolicy> all() {
        return List.copyOf(policies.values());
    }

    /** The policy of a team: the one that names it, else the one that names none. */
    public SlaPolicy forTeam(@Nullable String team) {
        return policies.values().stream()
                .filter(policy -> team != null && policy.teams().contains(team))
                .findFirst()
                .orElseGet(() -> policies.values().stream()
                        .filter(policy -> policy.teams().isEmpty())
                        .findFirst()
                        .orElseThrow());
    }

    public BusinessCalendar calendarOf(SlaPolicy policy) {
        return Objects.requireNonNull(calendars.get(policy.calendar()));
    }

    private SlaPolicy policy(PolicyFile file) {
        if (!calendars.containsKey(file.calendar())) {
            throw new IllegalArgumentException(
                    "calendar: there is no \"" + file.calendar() + "\"; known are " + calendars.keySet());
        }
        return new SlaPolicy(
                file.policy(),
                file.calendar(),
                duration("firstResponse", file.firstResponse()),
                duration("resolution", file.resolution()),
                duration("remindBefore", file.remindBefore()),
                file.teams() == null ? List.of() : file.teams());
    }

    private static Duration duration(String key, String text) {
        try {
            Duration duration = DurationStyle.SIMPLE.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": \"" + text + "\" is no duration; write 20s, 30m or 4h", e);
        }
        throw new IllegalArgumentException(key + ": \"" + text + "\" must be longer than nothing");
    }

    private static <T> T read(ObjectMapper yaml, Resource file, Class<T> type) throws IOException {
        try (InputStream in = file.getInputStream()) {
            return yaml.readValue(in, type);
        }
    }

    private interface FileReader {
        void read(Resource file) throws IOException;
    }

    private static void each(List<String> patterns, FileReader reader) {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        for (String pattern : patterns) {
            for (Resource file : found(resolver, pattern)) {
                readOrExplain(reader, file);
            }
        }
    }

    private static List<Resource> found(PathMatchingResourcePatternResolver resolver, String pattern) {
        try {
            return List.of(resolver.getResources(pattern));
        } catch (IOException e) {
            // A folder that isn't there is no mistake: the files in the jar serve.
            return List.of();
        }
    }

    private static void readOrExplain(FileReader reader, Resource file) {
        try {
            reader.read(file);
        } catch (IOException | RuntimeException e) {
            throw new StartRefused(
                    "File " + file.getDescription() + ": " + e.getMessage(),
                    "Correct the file; config/sla/standard.yaml and config/calendars/office.yaml show the form.");
        }
    }
}

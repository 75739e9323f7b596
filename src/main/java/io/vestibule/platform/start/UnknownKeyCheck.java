package io.vestibule.platform.start;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses the start when a file, the command line or a system property sets a key under {@code vestibule.} that does not
 * exist: a mistyped key would otherwise be a setting that silently has no effect. Environment variables are left out,
 * since container platforms invent variables named after the product.
 */
class UnknownKeyCheck implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE; // after the files have been read
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        KnownKeys known = KnownKeys.load();
        environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME))
                .filter(source -> !source.getName().equals("configurationProperties"))
                .forEach(source -> check(source, known));
    }

    private static void check(PropertySource<?> source, KnownKeys known) {
        if (source instanceof EnumerablePropertySource<?> keys) {
            Arrays.stream(keys.getPropertyNames())
                    .filter(name -> name.startsWith(KnownKeys.PREFIX) && !known.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw refusal(source, name, known);
                    });
        }
    }

    private static StartRefused refusal(PropertySource<?> source, String name, KnownKeys known) {
        String expected = known.nearest(name)
                .map(nearest -> "Did you mean " + nearest + "? ")
                .orElse("");
        return new StartRefused(
                "The key " + name + " in " + place(OriginLookup.getOrigin(source, name), source.getName())
                        + " does not exist.",
                expected + "Every key and its default is in the " + KnownKeys.FILE + " of this release.");
    }

    /** File and line in words a person can find. */
    static String place(@Nullable Origin origin, String otherwise) {
        if (origin instanceof PropertySourceOrigin wrapped && wrapped.getOrigin() != null) {
            return place(wrapped.getOrigin(), otherwise);
        }
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            TextResourceOrigin.Location location = text.getLocation();
            String line = location == null ? "" : " line " + (location.getLine() + 1);
            return text.getResource().getDescription() + line;
        }
        return origin == null ? otherwise : origin.toString();
    }
}

package io.vestibule.platform.start;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/**
 * Says which key in which file has a value of the wrong kind, and what is expected. The value itself is not shown: it may
 * be a secret in the wrong place. Called by Spring Boot when the start fails.
 */
class WrongSettingAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE; // before Boot's own, which prints the value
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        BindValidationException invalid = findCause(cause, BindValidationException.class);
        String description = invalid == null ? unreadable(cause) : invalid(cause, invalid);
        return new FailureAnalysis(
                description,
                "Correct the value. Every key, its meaning and its default is in the " + KnownKeys.FILE
                        + " of this release.",
                rootFailure);
    }

    private static String unreadable(BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        String place = UnknownKeyCheck.place(property == null ? null : property.getOrigin(), "the configuration");
        return "The value of " + cause.getName() + " in " + place + " can't be read. Expected is "
                + expected(cause.getTarget().getType().resolve(Object.class)) + ".";
    }

    private static String invalid(BindException cause, BindValidationException invalid) {
        List<ObjectError> errors = invalid.getValidationErrors().getAllErrors();
        return errors.stream().map(error -> describe(cause, error)).collect(Collectors.joining("\n"));
    }

    private static String describe(BindException cause, ObjectError error) {
        String field = error instanceof FieldError fieldError ? "." + kebab(fieldError.getField()) : "";
        Origin origin = error instanceof OriginProvider provider ? provider.getOrigin() : null;
        return "The value of " + cause.getName() + field + " in " + UnknownKeyCheck.place(origin, "the configuration")
                + " is not allowed. It " + error.getDefaultMessage() + ".";
    }

    private static String kebab(String field) {
        return field.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String expected(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == Duration.class) {
            return "a time span such as 500ms, 5s, 10m or 2h";
        }
        if (type == DataSize.class) {
            return "a size such as 500KB or 5MB";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> kebab(constant.toString()))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        return "a " + type.getSimpleName();
    }
}

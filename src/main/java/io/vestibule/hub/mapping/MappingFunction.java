package io.vestibule.hub.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that another room lends to a mapping, called as {@code $name(...)}. Arguments are strings, numbers,
 * booleans, maps, lists or null. An {@link IllegalArgumentException} becomes the failure of the mapping.
 */
@FunctionalInterface
public interface MappingFunction {

    /** Answers the function's value, null for "nothing". */
    @Nullable
    Object call(List<@Nullable Object> arguments);
}

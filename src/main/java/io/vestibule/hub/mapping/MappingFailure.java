package io.vestibule.hub.mapping;

/**
 * Why a mapping gave no result. {@code path} names the mapping and, where known, the place in it or in its result;
 * {@code message} says what is wrong there. It holds no value of a secret setting: mappings never see secrets.
 *
 * @param tooLarge nothing is wrong but that the result is larger than results may be
 */
public record MappingFailure(String path, String message, boolean tooLarge) implements MappingResult {

    MappingFailure(String path, String message) {
        this(path, message, false);
    }
}

package io.vestibule.portal.request;

import io.vestibule.platform.file.InspectedFile.Danger;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is not taken of files that people upload and other systems hand over, from {@code vestibule.uploads}.
 *
 * @param refuse what could do harm and is refused; what is taken all the same is marked and never opens by itself
 */
@ConfigurationProperties(prefix = "vestibule.uploads", ignoreUnknownFields = false)
record UploadSettings(@DefaultValue("nothing") Refused refuse) {

    enum Refused {
        NOTHING,
        PROGRAMS,
        PROGRAMS_AND_MACROS
    }

    boolean refuses(Danger danger) {
        return switch (danger) {
            case NONE -> false;
            case MACROS -> refuse == Refused.PROGRAMS_AND_MACROS;
            case PROGRAM -> refuse != Refused.NOTHING;
        };
    }
}

package io.vestibule.portal.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which part of a list of people is looked at. The forms on the list send it along, so that whoever changes one of them
 * stays where they were.
 *
 * @param text what was searched for, null for everything
 * @param after the person behind whom it begins, null for the top
 */
record ListPart(@Nullable String text, @Nullable UUID after) {

    static final ListPart ALL = new ListPart(null, null);

    static ListPart of(HttpServletRequest request) {
        String text = request.getParameter("text");
        return new ListPart(text == null || text.isBlank() ? null : text.strip(), id(request.getParameter("after")));
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null; // not of our making: from the top
        }
    }

    PeopleLists.Wanted wanted(@Nullable UUID client) {
        return new PeopleLists.Wanted(client, text == null ? null : text.toLowerCase(Locale.ROOT));
    }

    ListPart from(@Nullable UUID person) {
        return new ListPart(text, person);
    }

    /** @param base address of the list; in the portal it is about the own client, whatever is named */
    String url(String base, @Nullable UUID client) {
        return UriComponentsBuilder.fromPath(base)
                .queryParamIfPresent(
                        "client", Optional.ofNullable(client).filter(named -> base.equals(PeopleController.CONSOLE)))
                .queryParamIfPresent("text", Optional.ofNullable(text).map(some -> "{text}"))
                .queryParamIfPresent("after", Optional.ofNullable(after))
                .encode()
                .buildAndExpand(text == null ? "" : text)
                .toUriString();
    }
}

package io.vestibule.portal.request.web;

import io.vestibule.platform.web.TimelineEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation was opened with, as it stands above a later part.
 *
 * @param entries it alone; empty when it does not lie before that part
 * @param whole where a very long one is read to its end; null when it stands here to its end
 */
record Beginning(List<TimelineEntry> entries, @Nullable String whole) {

    static final Beginning NONE = new Beginning(List.of(), null);
}

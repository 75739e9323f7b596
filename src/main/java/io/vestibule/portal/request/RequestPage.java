package io.vestibule.portal.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some requests, the latest activity first. {@code nextCursor} goes on after them, null at the end. */
public record RequestPage(List<RequestRow> rows, @Nullable String nextCursor) {}

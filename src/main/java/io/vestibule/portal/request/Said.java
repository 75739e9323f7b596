package io.vestibule.portal.request;

import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.RequestStatus;
import org.jspecify.annotations.Nullable;

/** A comment, and what its author asks the request to be set to with it; null = nothing. */
public record Said(Comment comment, @Nullable RequestStatus wish) {}

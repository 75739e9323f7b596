package io.vestibule.portal.contract;

/** Who may read a comment: everyone who sees the request, or the firm's people only. */
public enum Visibility {
    PUBLIC,
    INTERNAL
}

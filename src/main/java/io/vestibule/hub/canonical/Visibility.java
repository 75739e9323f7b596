package io.vestibule.hub.canonical;

/** Who may read a comment: everyone who sees the request, or the firm's people only. */
public enum Visibility {
    PUBLIC,
    INTERNAL
}

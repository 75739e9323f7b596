package io.vestibule.portal.api;

/** What a peer's token may be used for. */
public enum Scope {
    COMMANDS,
    FILES,
    READS,
    FEED
}

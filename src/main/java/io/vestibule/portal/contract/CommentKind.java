package io.vestibule.portal.contract;

/** What a comment is when more is known than that somebody wrote. */
public enum CommentKind {
    /** It only asked how the request stands, and was answered by a machine: it moves no status. */
    STATUS_CHECK
}

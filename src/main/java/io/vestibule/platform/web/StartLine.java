package io.vestibule.platform.web;

import org.jspecify.annotations.Nullable;

/** One line of the notice that a newcomer reads when the product has started; a bean of any room may add one. */
public interface StartLine {

    /** The line, or null when there is nothing to say this time. Called once, when all is up. */
    @Nullable
    String text();
}

package io.vestibule.platform.web;

import java.io.Serializable;
import java.util.List;

/**
 * What a page says once about the change just made, after the redirect. Controllers add a list of them as flash
 * attribute {@link #MODEL}; the page frame shows them.
 *
 * @param key message key
 * @param arguments of the message: text, or a number where the message chooses its words by it
 */
public record Notice(boolean problem, String key, List<Serializable> arguments) implements Serializable {

    public static final String MODEL = "notices";

    private static final long serialVersionUID = 1L;

    public static List<Notice> done(String key, Serializable... arguments) {
        return List.of(new Notice(false, key, List.of(arguments)));
    }

    public static List<Notice> problem(String key, Serializable... arguments) {
        return List.of(new Notice(true, key, List.of(arguments)));
    }
}

package io.vestibule.platform.json;

/** Something that must be there is missing in what came from outside. */
public final class Incomplete extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;

    Incomplete(String path) {
        super(path + " is missing");
        this.path = path;
    }

    /** Where, as a JSON pointer: {@code /items/0/amount}. */
    public String path() {
        return path;
    }
}

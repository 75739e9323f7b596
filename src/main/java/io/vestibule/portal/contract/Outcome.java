package io.vestibule.portal.contract;

/**
 * What became of a change. A "no" is a value and leaves no trace in the database; exceptions mean that nobody could be
 * asked.
 */
public sealed interface Outcome {

    /** Done. When everything stood like that already, nothing was written and this is the answer as well. */
    record Applied(Resource resource) implements Outcome {}

    /** The natural key exists already; {@code resource} is the one that has it. */
    record Duplicate(Resource resource) implements Outcome {}

    /** Something newer is known; nothing was changed. */
    record Stale(Resource resource) implements Outcome {}

    record Refused(Refusal reason, String detail) implements Outcome {}

    static Outcome refused(Refusal reason, String detail) {
        return new Refused(reason, detail);
    }
}

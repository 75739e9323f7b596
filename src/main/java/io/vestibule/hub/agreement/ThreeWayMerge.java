package io.vestibule.hub.agreement;

/**
 * Compares the value both sides last agreed on with what each side has now. Pure: the same values always give the same
 * answer. Equal values are agreement whatever the base.
 */
final class ThreeWayMerge {

    private ThreeWayMerge() {}

    /** What is to be done about one field. */
    sealed interface Merge<V> {
        /** Both have it. */
        record Agreed<V>(V value) implements Merge<V> {}

        /** Only the other side changed it. */
        record CarryTheirs<V>(V value) implements Merge<V> {}

        /** Only we changed it. */
        record CarryOurs<V>(V value) implements Merge<V> {}

        /** Both changed it; the value is the owner's. */
        record OwnerWins<V>(V value, FieldOwner owner) implements Merge<V> {}
    }

    static <V> Merge<V> of(V base, V ours, V theirs, FieldOwner owner) {
        if (ours.equals(theirs)) {
            return new Merge.Agreed<>(ours);
        }
        if (ours.equals(base)) {
            return new Merge.CarryTheirs<>(theirs);
        }
        if (theirs.equals(base)) {
            return new Merge.CarryOurs<>(ours);
        }
        return new Merge.OwnerWins<>(owner == FieldOwner.PORTAL ? ours : theirs, owner);
    }
}

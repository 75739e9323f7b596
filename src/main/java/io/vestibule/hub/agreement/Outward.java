package io.vestibule.hub.agreement;

/** What a status change of ours means for a vendor's record as it stands now. */
public sealed interface Outward {
    /** Write this value. */
    record Write(String vendorValue) implements Outward {}

    /** The record's value already means the wanted status: write nothing. */
    record Fits(String reason) implements Outward {}

    /** The table has no vendor value for this status. */
    record NoValue(String reason) implements Outward {}

    /** Both sides changed it and the record owns the status: the record's value is to come in instead. */
    record Overruled(String vendorValue) implements Outward {}

    /** The record has a value that the status table doesn't know. @param detail says which and what to do */
    record Unknown(String reason, String detail) implements Outward {}
}

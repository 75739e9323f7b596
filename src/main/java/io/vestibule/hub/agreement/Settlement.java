package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway.Resource;

/** What came of a vendor's status that was held against ours. */
public sealed interface Settlement {
    /** The portal took it over. */
    record Changed(Resource request, RequestStatus status) implements Settlement {}

    /** Nothing to do. {@code reason}: symbol: in-agreement, ours-is-newer, portal-owns-status, stale */
    record Unchanged(String reason) implements Settlement {}

    /** The portal says no for good. {@code reason}: from the contract's closed list */
    record Refused(String reason, String detail) implements Settlement {}

    /** The status table doesn't know the vendor's value. {@code detail}: says which and what to do */
    record Unknown(String reason, String detail) implements Settlement {}

    /** The request or what was agreed changed under our hands: try again later, with the record as it is then. */
    record Later(String reason, String detail) implements Settlement {}
}

package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.connector.InboundTranslation.Command;
import io.vestibule.hub.connector.VendorAccount;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;

/** A translated record on its way into the portal: what came, through which connection, for which client. */
record Arrival(InboxMessage message, VendorAccount account, ClientId client, Command command) {

    /** The record's name in the portal: the connection and the vendor's own id. */
    ExternalId origin() {
        return new ExternalId(account.name(), command.externalId());
    }

    /** The portal's no, as the end of the message; a moved version is only a matter of trying again. */
    static Handling refused(Answer.Refused refused) {
        return refused.reason().equals("version-moved")
                ? new Handling.Retry(refused.reason(), refused.detail(), null)
                : new Handling.Refused(refused.reason(), refused.detail());
    }
}

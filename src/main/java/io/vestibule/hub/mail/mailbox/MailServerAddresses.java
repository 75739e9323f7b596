package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.platform.mail.MailHostCheck;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Lets mail connections go only where connections of vendors may go: a host that an admin typed in can't reach into the
 * firm's own network. The address that passed the check is the one connected to.
 */
@Component
public class MailServerAddresses implements MailHostCheck {

    private final VendorAddresses addresses;

    MailServerAddresses(VendorAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<String> refusal(String host, int port) {
        try {
            addresses.resolve(host, port);
            return Optional.empty();
        } catch (VendorAddresses.Refused refused) {
            return Optional.of(host + " can't be connected to (" + refused.reason() + "): " + refused.getMessage());
        }
    }

    @Override
    public PinnedSockets sockets(String host) {
        return new PinnedSockets(addresses, host);
    }
}

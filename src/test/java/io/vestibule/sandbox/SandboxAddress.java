package io.vestibule.sandbox;

import io.vestibule.platform.web.PublicAddress;
import java.net.URI;
import org.springframework.stereotype.Component;

/** Where vendors send their webhooks to: the product's address, reached on this machine. */
@Component
class SandboxAddress {

    private final PublicAddress address;

    SandboxAddress(PublicAddress address) {
        this.address = address;
    }

    /** @param known the address as the vendor knows it and signs it; {@code target}: the same, as it is called */
    record Hook(URI known, URI target) {}

    Hook hook(String app) {
        var known = URI.create(address.of("/hooks/" + app));
        var target = URI.create(known.toString().replace("//localhost", "//127.0.0.1"));
        return new Hook(known, target);
    }
}

package io.vestibule.support;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.hub.mail.proof.DkimKeys;
import io.vestibule.support.vendors.SimulatedAddresses;
import io.vestibule.support.vendors.SimulatedGoogle;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedVendor;
import io.vestibule.support.vendors.SimulatedXero;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The world outside in tests of the running product: a mail server, a Xero, a HubSpot and the sign-in of Google, all on random ports. */
@TestConfiguration(proxyBeanMethods = false)
public class SimulatedWorld {

    public static final String XERO_WEBHOOK_KEY = "webhook-key-of-tests";
    public static final String HUBSPOT_CLIENT_SECRET = "client-secret-of-tests";

    /** Of the JVM, not of this context: never closed here. */
    @Bean(destroyMethod = "")
    MailServer mailServer() {
        return SharedMailServer.MAILS;
    }

    @Bean(destroyMethod = "close")
    SimulatedXero simulatedXero() {
        return new SimulatedXero(XERO_WEBHOOK_KEY);
    }

    @Bean(destroyMethod = "close")
    SimulatedHubSpot simulatedHubSpot() {
        return new SimulatedHubSpot(HUBSPOT_CLIENT_SECRET, 33);
    }

    @Bean(destroyMethod = "close")
    SimulatedGoogle simulatedGoogle() {
        return new SimulatedGoogle();
    }

    @Bean
    @Primary
    DkimKeys simulatedKeys() {
        return new SimulatedKeys();
    }

    @Bean
    @Primary
    VendorAddresses simulatedAddresses(
            @Qualifier("dnsVendorAddresses") VendorAddresses real, List<SimulatedVendor> vendors, MailServer mail) {
        return new SimulatedAddresses(real, SimulatedVendor.servers(vendors), Set.copyOf(mail.ports()));
    }
}

package io.vestibule.sandbox;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.support.MailServer;
import io.vestibule.support.vendors.SimulatedAddresses;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedVendor;
import io.vestibule.support.vendors.SimulatedXero;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What the sandbox adds to the product: a mail server, vendors on this machine, sample clients and a page. */
@TestConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandboxSettings.class)
@Import({
    SandboxSecurity.class,
    SandboxAddress.class,
    SandboxLine.class,
    SandboxFirm.class,
    SandboxConnections.class,
    SandboxSeed.class,
    PortalEffects.class,
    SandboxActions.class,
    SandboxCommands.class,
    SandboxPage.class
})
class Sandbox {

    @Bean(destroyMethod = "close")
    MailServer mailServer(SandboxSettings settings) {
        var server = new MailServer(settings.smtpPort(), settings.imapPort());
        server.addMailbox(SandboxWorld.MAILBOX, SandboxWorld.MAILBOX_PASSWORD);
        return server;
    }

    @Bean
    LatestMails latestMails(MailServer server) {
        return new LatestMails(server);
    }

    @Bean(destroyMethod = "close")
    SimulatedXero simulatedXero(SandboxSettings settings, Clock clock) {
        var file = settings.dir().resolve("xero.json");
        var xero = new SimulatedXero(settings.xeroPort(), file, SandboxWorld.XERO_WEBHOOK_KEY, clock);
        xero.acceptToken(SandboxWorld.XERO_TOKEN);
        return xero;
    }

    @Bean(destroyMethod = "close")
    SimulatedHubSpot simulatedHubSpot(SandboxSettings settings, Clock clock) {
        var file = settings.dir().resolve("hubspot.json");
        var hubSpot = new SimulatedHubSpot(
                settings.hubspotPort(), file, SandboxWorld.HUBSPOT_SECRET, SandboxWorld.HUBSPOT_PORTAL, clock);
        hubSpot.acceptToken(SandboxWorld.HUBSPOT_TOKEN);
        return hubSpot;
    }

    @Bean
    @Primary
    VendorAddresses simulatedAddresses(
            @Qualifier("dnsVendorAddresses") VendorAddresses real, List<SimulatedVendor> vendors, MailServer mail) {
        return new SimulatedAddresses(real, SimulatedVendor.servers(vendors), Set.of(mail.smtpPort(), mail.imapPort()));
    }

    @Bean(destroyMethod = "close")
    WebhookCourier webhookCourier() {
        return new WebhookCourier();
    }
}

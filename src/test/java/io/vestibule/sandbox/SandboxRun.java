package io.vestibule.sandbox;

import io.vestibule.VestibuleApplication;
import io.vestibule.platform.start.FreePort;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import io.vestibule.support.vendors.SimulatedXero;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The sandbox on free ports with its records in a folder of a test; started again there it finds them. */
public final class SandboxRun implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final int port;

    public SandboxRun(Path folder) {
        port = FreePort.find();
        context = SpringApplication.from(VestibuleApplication::main)
                .with(Sandbox.class)
                .withAdditionalProfiles("sandbox")
                .run(
                        "--spring.config.location=classpath:/;classpath:/config/",
                        "--server.port=" + port,
                        "--vestibule.data-dir=" + folder,
                        "--spring.quartz.properties.org.quartz.scheduler.instanceName=" + folder.getFileName(),
                        "--sandbox.dir=" + folder.resolve("sandbox"),
                        "--sandbox.smtp-port=0",
                        "--sandbox.imap-port=0",
                        "--sandbox.xero-port=0",
                        "--sandbox.hubspot-port=0")
                .getApplicationContext();
    }

    public String address() {
        return "http://localhost:" + port;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Somebody nobody knows writes, and the ledger bills a contact nobody linked: both wait for a decision. */
    public void strangersAppear() {
        bean(MailServer.class)
                .send(TestMail.from("Nina New <nina@newcomer.example>")
                        .to(SandboxWorld.MAILBOX)
                        .subject("Do you take new clients?")
                        .text("Hello,\n\nwe look for an accountant.\n\nNina"));
        var xero = bean(SimulatedXero.class);
        var contact = UUID.randomUUID().toString();
        xero.addContact(SandboxWorld.FIRM_TENANT, contact, "Delta Works Ltd", "books@delta.example");
        var today = LocalDate.ofInstant(bean(Clock.class).instant(), ZoneOffset.UTC);
        xero.addInvoice(
                SandboxWorld.FIRM_TENANT,
                new NewInvoice(contact, "INV-9001", new BigDecimal("75.00"), "GBP", today, today.plusDays(14)));
    }

    @Override
    public void close() {
        context.close();
    }
}

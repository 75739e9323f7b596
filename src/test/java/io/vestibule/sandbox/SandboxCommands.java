package io.vestibule.sandbox;

import io.vestibule.platform.web.PublicAddress;
import io.vestibule.support.MailServer;
import io.vestibule.support.vendors.SimulatedHubSpot;
import io.vestibule.support.vendors.SimulatedXero;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** For each button the command that does the same from a shell, ready to be copied: ports, ids and keys filled in. */
@Component
class SandboxCommands {

    private final MailServer mails;
    private final LatestMails latest;
    private final SimulatedXero xero;
    private final SimulatedHubSpot hubSpot;
    private final SandboxActions actions;
    private final PublicAddress address;
    private final Clock clock;

    SandboxCommands(
            MailServer mails,
            LatestMails latest,
            SimulatedXero xero,
            SimulatedHubSpot hubSpot,
            SandboxActions actions,
            PublicAddress address,
            Clock clock) {
        this.mails = mails;
        this.latest = latest;
        this.xero = xero;
        this.hubSpot = hubSpot;
        this.actions = actions;
        this.address = address;
        this.clock = clock;
    }

    String clientWrites() {
        return mail(
                SandboxWorld.acme().email(), SandboxWorld.MAILBOX, "Do you need our receipts?", "They are ready.", "");
    }

    String clientReplies() {
        return latest.newest(SandboxWorld.acme().email(), "REQ-")
                .map(mail -> mail(
                        SandboxWorld.acme().email(),
                        mail.replyTo(),
                        "Re: " + mail.subject(),
                        "One more thing.",
                        "\\\n  --header 'In-Reply-To: " + mail.messageId() + "' "))
                .orElse("# A client has to write first: the reply goes to the address in our acknowledgement.");
    }

    /** A finance system that pushes the whole invoice, signed as Standard Webhooks. */
    String invoiceIsPushed() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return """
                id=msg-$RANDOM$RANDOM; time=$(date +%%s)
                body='{"type":"invoice.upserted","timestamp":"%s","data":{"id":"F-'$id'","number":"F-'$RANDOM'","status":"open",\
                "currency":"GBP","total":"99.50","amountDue":"99.50","issueDate":"%s","dueDate":"%s",\
                "client":{"id":"%s","name":"Acme Ltd","email":"%s"}}}'
                sig=$(printf '%%s.%%s.%%s' "$id" "$time" "$body" | openssl dgst -sha256 -hmac '%s' -binary | base64)
                curl -i %s -H 'Content-Type: application/json' -H "webhook-id: $id" \\
                  -H "webhook-timestamp: $time" -H "webhook-signature: v1,$sig" -d "$body"
                """.formatted(
                        clock.instant(),
                        today,
                        today.plusDays(14),
                        SandboxWorld.acme().debtor(),
                        SandboxWorld.acme().email(),
                        SandboxWorld.PUSH_KEY,
                        address.of("/hooks/" + SandboxWorld.PUSH_APP));
    }

    /** A bookkeeper enters an invoice at the simulated Xero, which then sends its webhook by itself. */
    String invoiceArrives() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return """
                curl -X PUT %s/api.xro/2.0/Invoices -H 'Authorization: Bearer %s' -H 'Xero-Tenant-Id: %s' \\
                  -d '{"Invoices":[{"Type":"ACCREC","Contact":{"ContactID":"%s"},"InvoiceNumber":"INV-'$RANDOM'",\
                "CurrencyCode":"GBP","Date":"%s","DueDate":"%s","LineItems":[{"UnitAmount":"480.00"}]}]}'
                """.formatted(
                        xero.baseUrl(),
                        SandboxWorld.XERO_TOKEN,
                        SandboxWorld.FIRM_TENANT,
                        SandboxWorld.acme().contact(),
                        today,
                        today.plusDays(14));
    }

    /** The same news again, signed by hand: the hub knows it and does nothing twice. */
    String webhookByHand() {
        var invoices = xero.invoiceIds(SandboxWorld.FIRM_TENANT);
        if (invoices.isEmpty()) {
            return "# Once an invoice is there, its webhook signed by hand stands here.";
        }
        return """
                body='%s'
                sig=$(printf %%s "$body" | openssl dgst -sha256 -hmac '%s' -binary | base64)
                curl -i %s -H 'Content-Type: application/json' -H "x-xero-signature: $sig" -d "$body"
                """.formatted(
                        xero.webhook(xero.invoiceNews(SandboxWorld.FIRM_TENANT, "UPDATE", invoices.getLast()))
                                .body(),
                        SandboxWorld.XERO_WEBHOOK_KEY,
                        address.of("/hooks/" + SandboxWorld.XERO_APP));
    }

    String invoiceIsPaid() {
        return actions.unpaid()
                .map(id -> """
                        curl -X PUT %s/api.xro/2.0/Payments -H 'Authorization: Bearer %s' -H 'Xero-Tenant-Id: %s' \\
                          -d '{"Payments":[{"Invoice":{"InvoiceID":"%s"},"Amount":"480.00"}]}'
                        """.formatted(xero.baseUrl(), SandboxWorld.XERO_TOKEN, SandboxWorld.FIRM_TENANT, id))
                .orElse("# Every invoice of Acme Ltd is paid: push a new one first.");
    }

    String dealMoves() {
        return """
                curl -X PATCH %s/crm/v3/objects/deals/%s -H 'Authorization: Bearer %s' \\
                  -d '{"properties":{"dealstage":"%s"}}'
                """.formatted(hubSpot.baseUrl(), actions.deal(), SandboxWorld.HUBSPOT_TOKEN, actions.nextStage());
    }

    String slaRunsOut() {
        return mail(
                SandboxWorld.COMPANIES.get(1).email(),
                SandboxWorld.MAILBOX,
                "Payroll is blocked",
                "Please call me.",
                "");
    }

    private String mail(String from, String to, String subject, String text, String headers) {
        return "swaks --server localhost:" + mails.smtpPort() + " --from " + from + " --to " + to + " " + headers
                + "\\\n  --header 'Subject: " + subject.replace("'", "'\\''") + "' --body '" + text + "'";
    }
}

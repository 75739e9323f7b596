package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import io.vestibule.support.Allocated;
import org.junit.jupiter.api.Test;

/** A report is read recipient by recipient, and no further than a report goes. */
class DeliveryReportsTests {

    private static final String KIND = "message/delivery-status";

    private static String recipient(int number) {
        return "Final-Recipient: rfc822; r" + number + "@client.example\nAction: failed\n\n";
    }

    @Test
    void ofManyRecipientsTwoHundredAreTold() {
        StringBuilder text = new StringBuilder("Reporting-MTA: dns; mx.example\n\n");
        for (int i = 0; i < 500; i++) {
            text.append(recipient(i));
        }
        DeliveryReports reports = new DeliveryReports();

        reports.add(KIND, text.toString());
        reports.add(KIND, recipient(500));

        assertThat(reports.all())
                .hasSize(200)
                .extracting(DeliveryReport::recipient)
                .contains("r0@client.example", "r199@client.example");
    }

    @Test
    void ofBlocksThatNameNobodyOnlySoManyAreReadAsAReportCanHave() throws Exception {
        String text = recipient(1) + "a:b\n\n".repeat(2_000_000) + recipient(2);
        DeliveryReports reports = new DeliveryReports();

        long taken = Allocated.during(() -> {
            reports.add(KIND, text);
            return reports;
        });

        assertThat(taken).isLessThan(text.length());
        assertThat(reports.all()).extracting(DeliveryReport::recipient).containsExactly("r1@client.example");
    }

    @Test
    void aBlockThatGoesOnAndOnHidesNoneBehindIt() {
        DeliveryReports reports = new DeliveryReports();

        reports.add(KIND, "\n \n\n" + recipient(1).strip() + "\n" + "a:b\n".repeat(300_000) + "\n\n\n" + recipient(2));

        assertThat(reports.all())
                .extracting(DeliveryReport::recipient)
                .containsExactly("r1@client.example", "r2@client.example");
    }

    @Test
    void theReportedMailIsFoundByTheBeginningOfItsCopy() {
        DeliveryReports reports = new DeliveryReports();

        reports.add(KIND, recipient(1));
        reports.original("Message-ID: <9@firm.example>\n\n" + "word\n".repeat(300_000));

        assertThat(reports.all()).extracting(DeliveryReport::originalMessageId).containsExactly("9@firm.example");
    }
}

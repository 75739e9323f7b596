package io.vestibule.bench;

import io.vestibule.bench.load.Shot;
import io.vestibule.bench.machine.BenchFirm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Signed webhooks as Xero sends them, one event in each, about 700 bytes; numbered in the invoice's id. */
final class LedgerNews {

    private static final String PATH = "/hooks/" + BenchFirm.LEDGER_APP;
    private static final String TIME = "2026-09-01T01:15:39.902";
    private static final String ENTROPY = "BENCHBENCHBENCHBENCH".repeat(13);

    private LedgerNews() {}

    /** @param first number of the first one */
    static List<Shot> make(int first, int count) {
        Signer signer = new Signer(BenchFirm.LEDGER_KEY.getBytes(StandardCharsets.UTF_8));
        List<Shot> shots = new ArrayList<>(count);
        for (int number = first; number < first + count; number++) {
            String body = body(number);
            Map<String, String> headers =
                    Map.of("Content-Type", "application/json", "x-xero-signature", signer.sign(body));
            shots.add(Shot.post(PATH, headers, body));
        }
        return shots;
    }

    /** What the hub keeps as the id of the event with this number. */
    static String externalId(int number) {
        return invoice(number) + "@" + TIME + "@UPDATE";
    }

    static String invoice(int number) {
        return String.format(Locale.ROOT, "be9c0000-0000-4000-8000-%012d", number);
    }

    private static String body(int number) {
        String invoice = invoice(number);
        return """
                {"events":[{"resourceUrl":"https://api.xero.com/api.xro/2.0/Invoices/%s","resourceId":"%s",\
                "eventDateUtc":"%s","eventType":"UPDATE","eventCategory":"INVOICE","tenantId":"%s",\
                "tenantType":"ORGANISATION"}],"firstEventSequence":%d,"lastEventSequence":%d,"entropy":"%s"}""".formatted(invoice, invoice, TIME, BenchFirm.LEDGER_TENANT, number, number, ENTROPY);
    }
}

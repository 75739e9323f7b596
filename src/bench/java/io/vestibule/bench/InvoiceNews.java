package io.vestibule.bench;

import io.vestibule.bench.load.Shot;
import io.vestibule.bench.machine.BenchFirm;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole invoices as a finance system pushes them, signed as Standard Webhooks say, numbered in the webhook's id. They go
 * round a fixed set of invoices; each carries an amount of its own and is newer than the one before. Signatures hold for
 * five minutes, so they are made shortly before they are sent.
 */
final class InvoiceNews {

    private static final String PATH = "/hooks/" + BenchFirm.PUSH_APP;
    private static final Instant FIRST_CHANGE = Instant.parse("2026-01-01T00:00:00Z");

    private final int invoices;
    private final Signer signer = new Signer(BenchFirm.pushKey());
    private final Clock clock = Clock.systemUTC();

    InvoiceNews(int invoices) {
        this.invoices = invoices;
    }

    /** @param first number of the first one */
    List<Shot> make(int first, int count) {
        return make(first, count, 0);
    }

    /** @param filler so many bytes in each that mean nothing */
    List<Shot> make(int first, int count, int filler) {
        List<Shot> shots = new ArrayList<>(count);
        String note = "x".repeat(filler);
        for (int number = first; number < first + count; number++) {
            shots.add(shot(number, note));
        }
        return shots;
    }

    private Shot shot(int number, String note) {
        String body = body(number, note);
        String id = webhookId(number);
        long now = clock.instant().getEpochSecond();
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now),
                "webhook-signature",
                "v1," + signer.sign(id + "." + now + "." + body));
        return Shot.post(PATH, headers, body);
    }

    static String webhookId(int number) {
        return "msg-" + number;
    }

    /** The number in such an id; null for one of somebody else. */
    static @Nullable Integer number(String webhookId) {
        return webhookId.startsWith("msg-") ? Integer.valueOf(webhookId.substring(4)) : null;
    }

    String invoice(int number) {
        return "A-" + number % invoices;
    }

    static String amount(int number) {
        return String.format(Locale.ROOT, "%d.%02d", 100 + number / 100, number % 100);
    }

    private String body(int number, String note) {
        int client = number % invoices % BenchFirm.CLIENTS + 1;
        return """
                {"type":"invoice.upserted","timestamp":"%s","data":{"id":"%s","number":"2026-%s","status":"open",\
                "currency":"EUR","total":"%s","amountDue":"%s","issueDate":"2026-09-01","dueDate":"2026-10-01",\
                "reference":"PO 7","url":"https://books.example.com/invoices/%s","updatedAt":"%s","note":"%s",\
                "client":{"id":"%s","name":"%s","email":"%s"}}}""".formatted(
                        FIRST_CHANGE,
                        invoice(number),
                        invoice(number),
                        amount(number),
                        amount(number),
                        invoice(number),
                        FIRST_CHANGE.plusSeconds(number),
                        note,
                        BenchFirm.debtor(client),
                        BenchFirm.clientName(client),
                        BenchFirm.email(client));
    }
}

package io.vestibule.bench.crash;

import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.support.vendors.SignedWebhook;
import io.vestibule.support.vendors.StandardWebhooksSender;
import java.time.Clock;
import java.time.Instant;

/**
 * The news one sender has, numbered from 0: its requests first, then comments on them and whole invoices. Ids tell sender,
 * object and number, so that what the portal shows can be compared with what was sent.
 */
final class PushedNews {

    static final int REQUESTS = 2;
    static final int INVOICES = 5;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int COMMENT_EVERY = 4;

    private final StandardWebhooksSender signer = new StandardWebhooksSender(BenchFirm.pushSecret());
    private final Clock clock = Clock.systemUTC();
    private final String sender;
    private final int client;

    PushedNews(int sender) {
        this.sender = "s" + sender;
        this.client = sender % BenchFirm.CLIENTS + 1;
    }

    /** Signed anew at each try: a signature holds for five minutes. */
    SignedWebhook sign(int number) {
        return signer.sign("msg-" + sender + "-" + number, clock.instant(), body(number));
    }

    static boolean isRequest(int number) {
        return number < REQUESTS;
    }

    static boolean isComment(int number) {
        return !isRequest(number) && number % COMMENT_EVERY == 0;
    }

    String request(int number) {
        return "T-" + sender + "-" + number % REQUESTS;
    }

    /** The request that this comment is on. */
    String requestOf(int number) {
        return request(number / COMMENT_EVERY);
    }

    String comment(int number) {
        return "C-" + sender + "-" + number;
    }

    String invoice(int number) {
        return "A-" + sender + "-" + number % INVOICES;
    }

    static String amount(int number) {
        return number + ".25";
    }

    private String body(int number) {
        if (isRequest(number)) {
            return envelope(
                    "request.opened", number, """
                    "id":"%s","subject":"Pushed %s","text":"Please.","requester":{"name":"Books","email":"%s"}""".formatted(request(number), request(number), BenchFirm.email(client)));
        }
        return isComment(number)
                ? envelope("request.commented", number, """
                        "id":"%s","request":"%s","text":"Comment %d","author":{"name":"Ledger"}""".formatted(comment(number), requestOf(number), number))
                : envelope("invoice.upserted", number, """
                        "id":"%s","number":"%s","status":"open","currency":"EUR","total":"%s","amountDue":"%s",\
                        "updatedAt":"%s\"""".formatted(
                        invoice(number), invoice(number), amount(number), amount(number), FIRST.plusSeconds(number)));
    }

    private String envelope(String type, int number, String data) {
        return """
                {"type":"%s","timestamp":"%s","data":{%s,"client":{"id":"%s"}}}""".formatted(type, FIRST.plusSeconds(number), data, BenchFirm.debtor(client));
    }
}

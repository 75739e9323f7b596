package io.vestibule.bench.machine;

import java.util.Base64;
import java.util.Locale;

/** Names and keys of the bench's firm, known to the hub process that makes it and to the parts that send to it. */
public final class BenchFirm {

    public static final String LEDGER_APP = "bench-ledger";
    public static final String LEDGER_CONNECTION = "bench-books";
    public static final String LEDGER_KEY = "bench-ledger-webhook-key";
    public static final String LEDGER_TOKEN = "bench-ledger-token";
    public static final String LEDGER_TENANT = "7d1f0c1e-5a55-4c4e-9d27-00000000be9c";

    public static final String PUSH_APP = "bench-push";
    private static final byte[] PUSH_KEY = new byte[32];

    public static final String MAILBOX_APP = "bench-mailbox";
    public static final String MAILBOX = "help@bench.example";
    public static final String MAILBOX_PASSWORD = "bench-mailbox-password";

    public static final String SINK_APP = "bench-sinks";

    public static final String CRM_APP = "bench-crm";
    public static final String CRM_SECRET = "bench-crm-secret";
    public static final String CRM_TOKEN = "bench-crm-token";
    public static final String CRM_MARKER = "show_in_portal";
    public static final long CRM_PORTAL = 4711;

    public static final int CLIENTS = 20;

    private BenchFirm() {}

    public static byte[] pushKey() {
        return PUSH_KEY.clone();
    }

    public static String pushSecret() {
        return "whsec_" + Base64.getEncoder().encodeToString(PUSH_KEY);
    }

    public static String clientName(int number) {
        return String.format(Locale.ROOT, "Client %02d Ltd", number);
    }

    public static String domain(int number) {
        return String.format(Locale.ROOT, "client-%02d.example", number);
    }

    public static String email(int number) {
        return "books@" + domain(number);
    }

    /** The client's id at the system that pushes invoices. */
    public static String debtor(int number) {
        return String.format(Locale.ROOT, "D-%05d", number);
    }

    /** The client's id at the CRM. */
    public static String company(int number) {
        return "8" + number;
    }

    /** Connection and box of a system that takes deliveries. */
    public static String sink(int number) {
        return String.format(Locale.ROOT, "box-%03d", number);
    }
}

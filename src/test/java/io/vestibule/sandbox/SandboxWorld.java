package io.vestibule.sandbox;

import io.vestibule.platform.security.Role;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The invented firm of the sandbox, its three clients and its people: every name and key that others refer to. */
final class SandboxWorld {

    static final String FIRM = "Harbour & Finch";
    static final String MAILBOX = "help@harbourfinch.example";
    static final String MAILBOX_PASSWORD = "mailbox-secret";
    static final String PASSWORD = "try-the-vestibule";

    static final String MAILBOX_APP = "firm-mailbox";
    static final String HUBSPOT_APP = "hubspot";
    static final String HUBSPOT_CONNECTION = "firm-crm";
    static final String HUBSPOT_SECRET = "sandbox-hubspot-client-secret";
    static final String HUBSPOT_TOKEN = "sandbox-hubspot-token";
    static final long HUBSPOT_PORTAL = 33;
    static final String MARKER = "client_portal";

    static final String XERO_APP = "xero";
    static final String XERO_FIRM_CONNECTION = "firm-ledger";
    static final String XERO_OWN_CONNECTION = "acme-books";
    static final String XERO_CLIENT_ID = "sandbox-xero-client";
    static final String XERO_SECRET = "sandbox-xero-secret";
    static final String XERO_WEBHOOK_KEY = "sandbox-xero-webhook-key";
    static final String XERO_TOKEN = "sandbox-xero-token";
    static final String FIRM_TENANT = "7d1f0c1e-5a55-4c4e-9d27-000000000001";
    static final String OWN_TENANT = "7d1f0c1e-5a55-4c4e-9d27-000000000002";

    static final String PUSH_APP = "billing-export";
    /** 24 letters, so that a shell can sign with them; the app's secret is whsec_ and these in base64. */
    static final String PUSH_KEY = "sandbox-finance-push-key";

    static final String PUSH_SECRET =
            "whsec_" + Base64.getEncoder().encodeToString(PUSH_KEY.getBytes(StandardCharsets.US_ASCII));

    static final String OWN_CUSTOMER = "c0000000-0000-4000-8000-000000000009";
    /** The team whose policy promises an answer within 20 s; see sandbox/sla/demo.yaml. */
    static final String HASTY_TEAM = "Demo, 20 seconds";

    /**
     * A company served by the firm.
     *
     * @param person who writes for it
     * @param contact its id in the firm's ledger
     * @param debtor its id in the finance system that pushes
     */
    record Company(
            String name,
            String domain,
            String person,
            String email,
            Role role,
            boolean billing,
            String contact,
            String debtor,
            String team) {}

    static final List<Company> COMPANIES = List.of(
            new Company(
                    "Acme Ltd",
                    "acme.example",
                    "Tom Client",
                    "tom.client@acme.example",
                    Role.CLIENT_ADMIN,
                    true,
                    "c0000000-0000-4000-8000-000000000001",
                    "D-10001",
                    "Accounts"),
            new Company(
                    "Birch & Co",
                    "birch.example",
                    "Mia Member",
                    "mia.member@birch.example",
                    Role.CLIENT_MEMBER,
                    true,
                    "c0000000-0000-4000-8000-000000000002",
                    "D-10002",
                    HASTY_TEAM),
            new Company(
                    "Cedar Studio",
                    "cedar.example",
                    "Vera Viewer",
                    "vera.viewer@cedar.example",
                    Role.VIEWER,
                    true,
                    "c0000000-0000-4000-8000-000000000003",
                    "D-10003",
                    "Accounts"));

    /** Someone of the firm. */
    record Insider(String name, String email, Role role) {}

    static final Insider ADMIN = new Insider("Dana Admin", "dana.admin@harbourfinch.example", Role.INTERNAL_ADMIN);
    static final Insider CONTRIBUTOR =
            new Insider("Chris Contributor", "chris.contributor@harbourfinch.example", Role.INTERNAL_CONTRIBUTOR);

    private SandboxWorld() {}

    static Company company(String name) {
        return COMPANIES.stream()
                .filter(company -> company.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Company acme() {
        return COMPANIES.get(0);
    }
}

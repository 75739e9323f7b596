package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules of the catalogue about what belongs together, each broken once in an otherwise good connector. */
class ConnectorRuleTests {

    private static void assertFound(TestConnector connector, String path, String words) {
        assertThat(connector.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.expected()).contains(words);
        });
    }

    @Test
    void aWebhookNeedsARule() {
        String yaml = TestConnector.template()
                .files()
                .text(ConnectorFiles.DESCRIPTION)
                .orElseThrow();
        String without = yaml.substring(0, yaml.indexOf("inbound:\n")) + yaml.substring(yaml.indexOf("statuses:\n"));

        assertFound(
                TestConnector.template().with(ConnectorFiles.DESCRIPTION, without), "/inbound", "at least one rule");
    }

    @Test
    void aFieldIsDeclaredOnce() {
        assertFound(
                TestConnector.shipped("xero")
                        .inYaml("settings:\n", "settings:\n  webhookKey: { title: Webhook key, type: string }\n"),
                "/settings/webhookKey",
                "declared under app too");
    }

    @Test
    void signInNeedsTheClientsIdAndSecret() {
        TestConnector xero = TestConnector.shipped("xero")
                .inYaml("  clientId: {", "  client: {")
                .inYaml("  clientSecret: {", "  secretOfClient: {");

        assertFound(xero, "/app", "OAuth needs the field clientId");
        assertFound(xero, "/app", "OAuth needs the field clientSecret");
    }

    @Test
    void aRecordBecomesOneKindOfThing() {
        assertFound(
                TestConnector.template().inYaml("to: upsert-invoice", "to: [upsert-invoice, open-request]"),
                "/inbound/0/to",
                "Choose one of these");
    }

    @Test
    void aStatusIsSentByATable() {
        assertFound(
                TestConnector.shipped("hubspot").inYaml("      of: request\n", "      of: invoice\n"),
                "/outbound/0/status/of",
                "no status table");
    }

    @Test
    void aStatusTableIsNotEmpty() {
        assertFound(
                TestConnector.template().inYaml("in: { open: open, paid: paid, cancelled: void }", "in: {}"),
                "/statuses/invoice/in",
                "The table is empty");
    }
}

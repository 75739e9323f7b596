package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every rule of the catalogue, each broken once in an otherwise good connector. */
class ConnectorCheckTests {

    private static final String YAML = ConnectorFiles.DESCRIPTION;
    private static final String MAPPING = "mappings/invoice.inbound.jsonata";

    private static void assertFound(TestConnector connector, String path, String... words) {
        assertThat(connector.problems()).anySatisfy(problem -> {
            assertThat(problem.file() + " " + problem.path()).contains(path);
            assertThat(problem.expected()).contains(words);
        });
    }

    @Test
    void anUnknownKeyIsNamedWithItsPlace() {
        assertFound(
                TestConnector.template().inYaml("    take: invoice", "    takes: invoice"),
                "connector.yaml /inbound/0",
                "takes");
    }

    @Test
    void aDuplicateKeyIsNamedWithItsLine() {
        assertFound(
                TestConnector.template().inYaml("title: Template\n", "title: Template\ntitle: Again\n"),
                "connector.yaml line 5",
                "Duplicate",
                "title");
    }

    @Test
    void aFileThatIsNoYamlIsNamed() {
        assertFound(TestConnector.template().with(YAML, "connector: [template"), "connector.yaml line", "Correct");
        assertFound(TestConnector.template().with(YAML, "just words"), "connector.yaml", "mapping of keys");
        assertFound(TestConnector.template().without(YAML), "connector.yaml", "missing");
    }

    @Test
    void whatOnlyConnectionsOfOneClientMayChooseMustBeAnOption() {
        assertFound(
                TestConnector.shipped("mailbox").inYaml("ofClient: [contact]", "ofClient: [contract]"),
                "/settings/unknownSenders/ofClient",
                "contract");
    }

    @Test
    void aWriteMustSetAValue() {
        assertFound(
                TestConnector.shipped("hubspot").inYaml("send: { patch:", "send: { post:"), "/outbound/0/send", "post");
    }

    @Test
    void anAddressProvesNoSender() {
        assertFound(
                TestConnector.template().inYaml("verify: {", "verify: { address: true,"),
                "/receive/webhook/verify",
                "address");
    }

    @Test
    void theNameMustEqualTheFolders() {
        assertFound(
                TestConnector.template().inYaml("connector: template", "connector: other"), "/connector", "template");
    }

    @Test
    void aFieldThatIsUsedMustBeDeclared() {
        assertFound(
                TestConnector.template().inYaml("key: \"{signingKey}\"", "key: \"{otherKey}\""),
                "/receive/webhook/verify/key",
                "{otherKey} is not declared");
        assertFound(
                TestConnector.template()
                        .replace(MAPPING, "\"number\": number", "\"number\": $settings.prefix & number"),
                MAPPING,
                "$settings.prefix is not declared");
    }

    @Test
    void aFieldThatIsDeclaredMustBeUsed() {
        assertFound(
                TestConnector.template().inYaml("app:\n", "app:\n  spare: { title: Spare }\n"),
                "/app/spare",
                "used nowhere");
    }

    @Test
    void aSecretMustNotBePartOfAnAddress() {
        assertFound(
                TestConnector.template()
                        .inYaml(
                                "receive:\n",
                                "http: { baseUrl: https://api.vendor.example, check: { get: \"/me?key={signingKey}\" } }\nreceive:\n"),
                "/http/check/get",
                "is a secret");
    }

    @Test
    void whoseACredentialIsMustBeComparedWithAField() {
        assertFound(
                TestConnector.shipped("hubspot").inYaml("setting: portalId", "setting: hubId"),
                "/http/check/setting",
                "no field under settings");
        assertFound(TestConnector.shipped("hubspot").inYaml(", setting: portalId", ""), "/http/check", "setting");
    }

    @Test
    void aSecretMustNotBeSeenByAMapping() {
        assertFound(
                TestConnector.template().replace(MAPPING, "\"number\": number", "\"number\": $settings.signingKey"),
                MAPPING,
                "mappings never see secrets");
    }

    @Test
    void aHelpAnchorMustBeAHeadingOfTheReadme() {
        assertFound(
                TestConnector.template().inYaml("README.md#signing-key", "README.md#where-to-find"),
                "/app/signingKey/help",
                "no heading");
    }

    @Test
    void aMappingThatIsNamedMustExist() {
        assertFound(TestConnector.template().without(MAPPING), "/inbound/0/map", MAPPING, "missing");
    }

    @Test
    void aMappingMustCompile() {
        assertFound(
                TestConnector.template().replace(MAPPING, "$money(gross)", "$money(gross"),
                MAPPING,
                "does not compile");
        assertFound(
                TestConnector.template().inYaml("    id: id", "    id: \"id &\""),
                "/receive/webhook/id",
                "does not compile");
    }

    @Test
    void aMappingThatNoRuleNamesMustGo() {
        assertFound(
                TestConnector.template().with("mappings/contact.inbound.jsonata", "{}"),
                "mappings/contact.inbound.jsonata",
                "No rule uses");
    }

    @Test
    void aCommandMustBeInTheCanonicalModel() {
        assertFound(
                TestConnector.template().inYaml("to: upsert-invoice", "to: send-rocket"),
                "/inbound/0/to",
                "send-rocket",
                "upsert-invoice");
        assertFound(
                TestConnector.template().inYaml("to: upsert-invoice", "to: set-service-level"),
                "/inbound/0/to",
                "Choose one of these");
    }

    @Test
    void aCommentNamesTheRecordOfItsRequestAndNothingElseDoes() {
        assertFound(
                TestConnector.shipped("standard-webhooks").inYaml("      request: request\n", ""),
                "/inbound/2/record/request",
                "whose request it belongs to");
        assertFound(
                TestConnector.template().inYaml("record: { id: id,", "record: { id: id, request: id,"),
                "/inbound/0/record/request",
                "nothing else does");
    }

    @Test
    void anEventMustBeInTheCanonicalModel() {
        assertFound(
                TestConnector.shipped("hubspot").inYaml("event: request-status-changed", "event: request-exploded"),
                "/outbound/0/event",
                "request-exploded",
                "request-status-changed");
    }

    @Test
    void aRuleNeedsASample() {
        assertFound(TestConnector.template().without("samples/"), "/inbound/0", "No sample");
        assertFound(
                TestConnector.shipped("hubspot").without("samples/status-").without("samples/closed-"),
                "/outbound/0",
                "No sample");
    }

    @Test
    void aSampleMustGiveWhatItSays() {
        assertFound(
                TestConnector.template().replace("samples/invoice-changed/expected.json", "119.00", "119.01"),
                "samples/invoice-changed",
                "expected.json says");
    }

    @Test
    void aSampleMustFitTheContract() {
        assertFound(
                TestConnector.template().replace(MAPPING, "\"number\": number,", ""),
                "samples/invoice-changed",
                "/number",
                "missing");
        assertFound(
                TestConnector.template()
                        .replace(MAPPING, "\"number\": number,", "\"number\": number, \"colour\": 'red',"),
                "samples/invoice-changed",
                "/colour",
                "unknown");
        assertFound(
                TestConnector.template().replace(MAPPING, "$money(due)", "due * 1.19"),
                "samples/invoice-changed",
                "/amountDue/amount");
    }

    @Test
    void aWebhookMustBeVerified() {
        assertFound(
                TestConnector.template()
                        .inYaml(
                                "    verify: { hmac: sha256, key: \"{signingKey}\", over: [body], header: X-Signature }\n",
                                ""),
                "connector.yaml /receive/webhook",
                "verify");
    }

    @Test
    void addressesMustBeHttps() {
        assertFound(
                TestConnector.template()
                        .inYaml("receive:\n", "http: { baseUrl: http://api.vendor.example }\nreceive:\n"),
                "/http/baseUrl",
                "https://");
        assertFound(
                TestConnector.shipped("xero").inYaml("https://identity.xero.com", "http://identity.xero.com"),
                "/auth/0/tokenUrl",
                "https://");
    }

    @Test
    void thereIsOneRulePerEvent() {
        assertFound(
                TestConnector.shipped("standard-webhooks").inYaml("event: request.opened", "event: invoice.upserted"),
                "/inbound/1/event",
                "another rule");
    }

    @Test
    void everyStatusOfTheVendorMustMapToOneOfOurs() {
        assertFound(
                TestConnector.shipped("xero").inYaml("VOIDED: void, ", ""),
                "/statuses/invoice",
                "VOIDED",
                "maps to nothing");
        assertFound(
                TestConnector.shipped("xero").inYaml("PAID: paid", "PAID: settled"),
                "/statuses/invoice",
                "settled",
                "no status of ours");
    }

    @Test
    void bothDirectionsOfAStatusTableMustAgree() {
        assertFound(
                TestConnector.shipped("hubspot").inYaml("done: \"4\" }", "done: \"3\" }"),
                "/statuses/request",
                "comes back as");
    }

    @Test
    void rulesThatCallTheVendorNeedAnAddressToCall() {
        assertFound(
                TestConnector.template()
                        .inYaml("    take: invoice", "    fetch: \"/invoices/{id}\"\n    take: invoice"),
                "/http",
                "baseUrl");
    }

    @Test
    void accountsNeedATextFieldToHoldTheChosenOne() {
        assertFound(
                TestConnector.shipped("xero").inYaml("    setting: tenantId", "    setting: organisation"),
                "/auth/0/accounts/setting",
                "Declare it there");
    }

    @Test
    void accountsAreListedAfterSignInOnly() {
        assertFound(
                TestConnector.shipped("hubspot")
                        .inYaml(
                                "    clientAuth: body",
                                "    clientAuth: body\n    accounts: { get: \"https://api.hubapi.com/account-info/v3/details\","
                                        + " id: portalId, title: uiDomain, setting: portalId }"),
                "/auth/1/accounts",
                "the one way");
        assertFound(
                TestConnector.shipped("hubspot")
                        .inYaml(
                                "token: \"{accessToken}\" }",
                                "token: \"{accessToken}\", accounts: { get: \"https://a.example\", id: i, title: t,"
                                        + " setting: portalId } }"),
                "connector.yaml /auth",
                "accounts");
    }

    @Test
    void theListOfAccountsMustBeReadSafely() {
        assertFound(
                TestConnector.shipped("xero").inYaml("get: https://api.xero.com/conn", "get: http://api.xero.com/conn"),
                "/auth/0/accounts/get",
                "https://");
        assertFound(
                TestConnector.shipped("xero").inYaml("com/connections", "com/connections?key={webhookKey}"),
                "/auth/0/accounts/get",
                "is a secret");
        assertFound(
                TestConnector.shipped("xero").inYaml("    title: tenantName", "    title: tenantName &"),
                "/auth/0/accounts/title",
                "does not compile");
    }

    @Test
    void aChoiceNeedsItsOptions() {
        assertFound(
                TestConnector.template().inYaml("app:\n", "app:\n  kind: { title: Kind, type: choice }\n"),
                "/app/kind",
                "options");
    }
}

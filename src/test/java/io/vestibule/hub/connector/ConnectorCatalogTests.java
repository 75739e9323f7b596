package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorCatalogTests {

    @TempDir
    Path folder = Path.of("");

    private ConnectorCatalog catalog =
            new ConnectorCatalog(TestConnector.MAPPINGS, new ConnectorFolders(Path.of("none")));

    @BeforeEach
    void emptyFolder() {
        catalog = new ConnectorCatalog(TestConnector.MAPPINGS, new ConnectorFolders(folder));
    }

    private void write(TestConnector connector) throws IOException {
        ConnectorFiles files = connector.files();
        for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
            Path target = folder.resolve(files.folder()).resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.write(target, file.getValue());
        }
    }

    private String xeroTitle() {
        return catalog.find("xero").map(Connector::title).orElse("none");
    }

    @Test
    void packedConnectorsNeedNoFolder() {
        assertThat(catalog.all())
                .extracting(Connector::name)
                .contains("xero", "hubspot", "standard-webhooks", "mailbox", "gmail", "microsoft-365");
        assertThat(catalog.find("_template")).isEmpty();
        assertThat(catalog.icon("xero").orElseThrow()).startsWith("<svg");
        assertThat(catalog.readme("xero").orElseThrow()).startsWith("# Xero");
    }

    @Test
    void aLimitThatAMailboxWouldNotKeepIsRefused() {
        for (String mailbox : List.of("mailbox", "gmail", "microsoft-365")) {
            Map<String, Setting> settings = catalog.find(mailbox).orElseThrow().settings();
            for (String limit : List.of("fileMegabytes", "mailMegabytes", "files")) {
                Setting setting = Objects.requireNonNull(settings.get(limit));

                assertThat(setting.problemWith("-5"))
                        .as("%s of %s", limit, mailbox)
                        .isPresent();
                assertThat(setting.problemWith("10000")).isPresent();
                assertThat(setting.problemWith("9999")).isEmpty();
            }
        }
    }

    @Test
    void aMailboxHasAtMostTenFolders() {
        for (String mailbox : List.of("mailbox", "gmail", "microsoft-365")) {
            Setting folders = Objects.requireNonNull(
                    catalog.find(mailbox).orElseThrow().settings().get("imapFolder"));

            assertThat(folders.problemWith("a, b, c, d, e, f, g, h, i, Sent Items"))
                    .isEmpty();
            assertThat(folders.problemWith("a, b, c, d, e, f, g, h, i, j, k")).isPresent();
            assertThat(folders.problemWith("INBOX, ,Invoices")).isEmpty();
        }
    }

    @Test
    void aFolderBesideTheJarTakesThePlaceOfThePackedOneWithoutARestart() throws IOException {
        assertThat(xeroTitle()).isEqualTo("Xero");

        write(TestConnector.shipped("xero").inYaml("title: Xero\n", "title: Our Xero\n"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(xeroTitle()).isEqualTo("Our Xero"));
    }

    @Test
    void aBadFileDisablesItsConnectorAndNoOther() throws IOException {
        write(TestConnector.shipped("xero").inYaml("version: 1", "version: 99"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(catalog.find("xero")).isEmpty());
        assertThat(catalog.problems()).containsOnlyKeys("xero");
        assertThat(catalog.problems().toString()).contains("xero/connector.yaml", "/version");
        assertThat(catalog.find("hubspot")).isPresent();
    }

    @Test
    void aCorrectedMappingTakesEffectWithoutARestart() throws IOException {
        String file = "mappings/invoice.inbound.jsonata";
        write(TestConnector.template());
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(catalog.find("template")).isPresent());

        Path mapping = folder.resolve("template").resolve(file);
        Files.write(
                mapping,
                Files.readString(mapping)
                        .replace("/* What", "/* corrected: what")
                        .getBytes(StandardCharsets.UTF_8));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(catalog.find("template")
                                .orElseThrow()
                                .mapping(file)
                                .orElseThrow())
                        .contains("corrected"));
    }
}

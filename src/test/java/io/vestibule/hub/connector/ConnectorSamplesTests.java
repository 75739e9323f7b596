package io.vestibule.hub.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every connector of the catalogue passes the check, and every sample folder gives what it says. */
class ConnectorSamplesTests {

    private static final ConnectorFolders FOLDERS = new ConnectorFolders(Path.of("connectors"));

    @TestFactory
    Stream<DynamicNode> everySampleGivesWhatItSays() {
        return FOLDERS.all().values().stream()
                .map(files -> dynamicContainer(
                        files.folder(),
                        files.samples().stream()
                                .map(name -> dynamicTest(name, () -> {
                                    Sample sample = new Sample(
                                            TestConnector.MAPPINGS,
                                            TestConnector.shipped(files.folder())
                                                    .connector(),
                                            files,
                                            name);
                                    assertThat(sample.run().actual().toPrettyString())
                                            .isEqualTo(sample.expected()
                                                    .orElseThrow()
                                                    .toPrettyString());
                                }))));
    }

    @TestFactory
    Stream<DynamicNode> everyConnectorPassesTheCheck() {
        return FOLDERS.all().values().stream()
                .map(files -> dynamicTest(
                        files.folder(),
                        () -> assertThat(TestConnector.shipped(files.folder()).problems())
                                .isEmpty()));
    }

    @Test
    void theTemplateIsAConnectorThatPassesTheCheck() {
        assertThat(TestConnector.template().problems()).isEmpty();
    }

    @Test
    void theCatalogueHasAllThatAreShipped() {
        ConnectorCatalog catalog = new ConnectorCatalog(TestConnector.MAPPINGS, FOLDERS);

        assertThat(catalog.problems()).isEqualTo(Map.of());
        assertThat(catalog.all())
                .extracting(Connector::name)
                .contains("hubspot", "mailbox", "standard-webhooks", "xero");
    }
}

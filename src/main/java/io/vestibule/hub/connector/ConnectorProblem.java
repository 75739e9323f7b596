package io.vestibule.hub.connector;

/**
 * One thing wrong with a connector's folder. A file with problems disables its connector, never the start.
 *
 * @param file within {@code connectors/}, e.g. {@code xero/connector.yaml}
 * @param path where in the file, e.g. {@code /inbound/0/map}; empty for the whole file
 * @param expected what is wrong and what is expected instead, as a sentence
 */
public record ConnectorProblem(String file, String path, String expected) {

    @Override
    public String toString() {
        return file + (path.isEmpty() ? "" : " at " + path) + ": " + expected;
    }
}

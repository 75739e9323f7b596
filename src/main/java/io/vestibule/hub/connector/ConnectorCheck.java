package io.vestibule.hub.connector;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.mapping.Mappings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rules of the catalogue that a schema can't express. The build runs it over every connector, the catalogue at
 * start and after every change; what it finds disables the connector.
 */
final class ConnectorCheck {

    private static final Set<String> COMMANDS = names(CanonicalCommand.class);
    private static final Set<String> EVENTS = names(CanonicalEvent.class);
    private static final Set<Set<String>> INBOUND_COMMANDS = Set.of(
            Set.of("upsert-invoice"),
            Set.of("add-comment"),
            Set.of("open-request"),
            Set.of("open-request", "revise-request"),
            Set.of("open-request", "change-request-status"),
            Set.of("open-request", "revise-request", "change-request-status"));

    private final Mappings mappings;

    ConnectorCheck(Mappings mappings) {
        this.mappings = mappings;
    }

    private static Set<String> names(Class<?> sealedType) {
        Set<String> names = new TreeSet<>();
        for (Class<?> type : sealedType.getPermittedSubclasses()) {
            if (!type.getSimpleName().equals("RequestState")) {
                names.add(MappedRecords.kebab(type));
            }
        }
        return names;
    }

    /** What is found, in the order of the file it is found in. */
    static final class Found {
        private final String folder;
        private final List<ConnectorProblem> problems = new ArrayList<>();

        Found(String folder) {
            this.folder = folder;
        }

        void in(String file, String path, String expected) {
            problems.add(new ConnectorProblem(folder + "/" + file, path, expected));
        }

        void at(String path, String expected) {
            in(ConnectorFiles.DESCRIPTION, path, expected);
        }

        List<ConnectorProblem> all() {
            return List.copyOf(problems);
        }
    }

    List<ConnectorProblem> check(Connector connector, ConnectorFiles files) {
        Found found = new Found(files.folder());
        if (!connector.name().equals(files.folder())) {
            found.at("/connector", "The name must equal the folder's name: write connector: " + files.folder() + ".");
        }
        checkInbound(connector, found);
        checkOutbound(connector, found);
        checkAddresses(connector, found);
        checkAccounts(connector, found);
        checkStatuses(connector, found);
        new FieldsCheck(connector, files, found).run();
        new MappingsCheck(mappings, connector, files, found).run();
        if (found.all().isEmpty()) {
            new SamplesCheck(mappings, connector, files, found).run();
        }
        return found.all();
    }

    private static void checkInbound(Connector connector, Found found) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < connector.inbound().size(); i++) {
            Connector.InboundRule rule = connector.inbound().get(i);
            String path = "/inbound/" + i;
            refuseTwice(rule.event(), seen, path, found);
            for (String command : rule.to()) {
                if (!COMMANDS.contains(command)) {
                    found.at(
                            path + "/to",
                            "\"" + command + "\" is no command. Use one of " + String.join(", ", COMMANDS) + ".");
                }
            }
            if (COMMANDS.containsAll(rule.to()) && !INBOUND_COMMANDS.contains(Set.copyOf(rule.to()))) {
                found.at(
                        path + "/to",
                        "A record can become upsert-invoice, add-comment, or open-request with revise-request and"
                                + " change-request-status if it is kept at its source. Choose one of these.");
            }
            if (rule.to().contains("add-comment") != (rule.record().request() != null)) {
                found.at(
                        path + "/record/request",
                        "A comment names the record whose request it belongs to, and nothing else does. Correct it.");
            }
        }
        if (connector.receive().webhook() != null && connector.inbound().isEmpty()) {
            found.at("/inbound", "A connector with a webhook needs at least one rule. Add one.");
        }
    }

    private static void refuseTwice(List<String> events, Set<String> seen, String path, Found found) {
        for (String event : events) {
            if (!seen.add(event)) {
                found.at(path + "/event", "There is another rule for \"" + event + "\". Keep one rule per event.");
            }
        }
    }

    private static void checkOutbound(Connector connector, Found found) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < connector.outbound().size(); i++) {
            Connector.OutboundRule rule = connector.outbound().get(i);
            String path = "/outbound/" + i;
            refuseTwice(rule.event(), seen, path, found);
            for (String event : rule.event()) {
                if (!EVENTS.contains(event)) {
                    found.at(
                            path + "/event",
                            "\"" + event + "\" is no event of the portal. Use one of " + String.join(", ", EVENTS)
                                    + ".");
                }
            }
            if (rule.status() != null
                    && !connector.statuses().containsKey(rule.status().of())) {
                found.at(
                        path + "/status/of",
                        "There is no status table \"" + rule.status().of() + "\". Add it under statuses.");
            }
        }
        boolean calls =
                !connector.outbound().isEmpty() || connector.inbound().stream().anyMatch(rule -> rule.fetch() != null);
        if (calls && connector.http() == null) {
            found.at("/http", "Rules of this connector call the vendor. Add http with its baseUrl.");
        }
    }

    private static void checkAddresses(Connector connector, Found found) {
        Optional.ofNullable(connector.http()).ifPresent(http -> refusePlain("/http/baseUrl", http.baseUrl(), found));
        for (int i = 0; i < connector.auth().size(); i++) {
            Connector.Auth auth = connector.auth().get(i);
            refusePlain("/auth/" + i + "/authorizeUrl", auth.authorizeUrl(), found);
            refusePlain("/auth/" + i + "/tokenUrl", auth.tokenUrl(), found);
            if (auth.accounts() != null) {
                refusePlain("/auth/" + i + "/accounts/get", auth.accounts().get(), found);
            }
        }
    }

    /** An account that is chosen from a list can't be typed, so the list must be there for every connection. */
    private static void checkAccounts(Connector connector, Found found) {
        for (int i = 0; i < connector.auth().size(); i++) {
            Connector.Accounts accounts = connector.auth().get(i).accounts();
            if (accounts == null) {
                continue;
            }
            String path = "/auth/" + i + "/accounts";
            Setting setting = connector.settings().get(accounts.setting());
            if (setting == null || setting.type() != Setting.Type.STRING) {
                found.at(
                        path + "/setting",
                        "\"" + accounts.setting() + "\" is no text field under settings. Declare it there.");
            }
            if (connector.auth().size() > 1) {
                found.at(path, "Accounts are listed after sign-in only. Keep oauth2 as the one way, or remove this.");
            }
            if (connector.http() == null) {
                found.at("/http", "The list of accounts is read from the vendor. Add http with its baseUrl.");
            }
        }
    }

    private static void refusePlain(String path, @org.jspecify.annotations.Nullable String address, Found found) {
        if (address != null && !address.startsWith("https://")) {
            found.at(path, "The address must begin with https:// so that nobody can listen. Correct it.");
        }
    }

    private static void checkStatuses(Connector connector, Found found) {
        connector.statuses().forEach((type, table) -> {
            StatusTables.problems(type, table.in(), table.out(), table.values())
                    .forEach(problem -> found.at("/statuses/" + type, problem));
            boolean empty = table.in().isEmpty() && !table.perConnection();
            if (empty) {
                found.at(
                        "/statuses/" + type + "/in",
                        "The table is empty. Map every status of the vendor, or write" + " perConnection: true.");
            }
        });
    }

    /** Every JSONata text of the file with its path. */
    static Stream<Expression> expressions(Connector connector) {
        return ConnectorTexts.of(connector).expressions().stream();
    }

    /** A JSONata text and where it stands. */
    record Expression(String path, String text) {}
}

package io.vestibule.hub.connector;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every text of a connector file that is more than a word: expressions and templates, each with its path. The checks
 * go through these lists, so a new key of the format is checked as soon as it is listed here.
 *
 * @param addresses templates that end up in an address
 * @param others templates that end up in headers, keys and credentials
 */
record ConnectorTexts(
        List<ConnectorCheck.Expression> expressions,
        List<ConnectorCheck.Expression> addresses,
        List<ConnectorCheck.Expression> others) {

    static ConnectorTexts of(Connector connector) {
        return new Reading().read(connector);
    }

    private static final class Reading {
        private final List<ConnectorCheck.Expression> expressions = new ArrayList<>();
        private final List<ConnectorCheck.Expression> addresses = new ArrayList<>();
        private final List<ConnectorCheck.Expression> others = new ArrayList<>();

        ConnectorTexts read(Connector connector) {
            if (connector.http() != null) {
                http(connector.http());
            }
            for (int i = 0; i < connector.auth().size(); i++) {
                auth("/auth/" + i, connector.auth().get(i));
            }
            if (connector.receive().webhook() != null) {
                webhook(connector.receive().webhook());
            }
            for (int i = 0; i < connector.inbound().size(); i++) {
                inbound("/inbound/" + i, connector.inbound().get(i));
            }
            for (int i = 0; i < connector.outbound().size(); i++) {
                outbound("/outbound/" + i, connector.outbound().get(i));
            }
            connector.statuses().forEach((type, table) -> statuses("/statuses/" + type, table));
            return new ConnectorTexts(expressions, addresses, others);
        }

        private void http(Connector.Http http) {
            add(addresses, "/http/baseUrl", http.baseUrl());
            http.headers().forEach((name, value) -> add(others, "/http/headers/" + name, value));
            add(expressions, "/http/words", http.words());
            if (http.check() != null) {
                add(addresses, "/http/check/get", http.check().get());
                add(expressions, "/http/check/account", http.check().account());
            }
            for (int i = 0; i < http.responses().size(); i++) {
                add(
                        expressions,
                        "/http/responses/" + i + "/when",
                        http.responses().get(i).when());
            }
        }

        private void auth(String path, Connector.Auth auth) {
            add(addresses, path + "/authorizeUrl", auth.authorizeUrl());
            add(addresses, path + "/tokenUrl", auth.tokenUrl());
            add(others, path + "/token", auth.token());
            add(others, path + "/user", auth.user());
            add(others, path + "/password", auth.password());
            if (auth.accounts() != null) {
                add(addresses, path + "/accounts/get", auth.accounts().get());
                add(expressions, path + "/accounts/take", auth.accounts().take());
                add(expressions, path + "/accounts/id", auth.accounts().id());
                add(expressions, path + "/accounts/title", auth.accounts().title());
            }
        }

        private void webhook(Connector.Webhook webhook) {
            String path = "/receive/webhook";
            add(expressions, path + "/events", webhook.events());
            add(expressions, path + "/account", webhook.account());
            add(expressions, path + "/id", webhook.id());
            add(expressions, path + "/type", webhook.type());
            add(expressions, path + "/order", webhook.order());
            Verify verify = webhook.verify();
            add(others, path + "/verify/key", verify.key());
            if (verify.basic() != null) {
                add(others, path + "/verify/basic/user", verify.basic().user());
                add(others, path + "/verify/basic/password", verify.basic().password());
            }
            if (verify.token() != null) {
                add(others, path + "/verify/token/equalTo", verify.token().equalTo());
            }
        }

        private void inbound(String path, Connector.InboundRule rule) {
            add(addresses, path + "/fetch", rule.fetch());
            add(expressions, path + "/take", rule.take());
            add(expressions, path + "/order", rule.order());
            conditions(path + "/only", rule.only());
            conditions(path + "/accept", rule.accept());
            add(expressions, path + "/record/id", rule.record().id());
            add(expressions, path + "/record/request", rule.record().request());
            add(expressions, path + "/record/updatedAt", rule.record().updatedAt());
            add(expressions, path + "/record/url", rule.record().url());
            add(expressions, path + "/record/label", rule.record().label());
            String linkPath = path + "/link";
            for (Connector.Link link = rule.link(); link != null; link = link.or()) {
                add(expressions, linkPath + "/id", link.id());
                add(addresses, linkPath + "/read", link.read());
                add(expressions, linkPath + "/name", link.name());
                add(expressions, linkPath + "/email", link.email());
                linkPath += "/or";
            }
        }

        private void conditions(String path, List<Connector.Condition> conditions) {
            for (int i = 0; i < conditions.size(); i++) {
                add(expressions, path + "/" + i + "/when", conditions.get(i).when());
            }
        }

        private void outbound(String path, Connector.OutboundRule rule) {
            add(expressions, path + "/when", rule.when());
            add(addresses, path + "/read", rule.read());
            add(addresses, path + "/send", rule.send().path());
            if (rule.status() != null) {
                add(expressions, path + "/status/wanted", rule.status().wanted());
                add(expressions, path + "/status/present", rule.status().present());
            }
        }

        private void statuses(String path, Connector.StatusTable table) {
            if (table.list() != null) {
                add(addresses, path + "/list/get", table.list().get());
                add(expressions, path + "/list/take", table.list().take());
            }
        }

        private static void add(List<ConnectorCheck.Expression> list, String path, @Nullable String text) {
            if (text != null) {
                list.add(new ConnectorCheck.Expression(path, text));
            }
        }
    }
}

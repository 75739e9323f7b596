package io.vestibule.hub.connector;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Part of the check: fields are declared and used, secrets stay out of addresses and mappings, help exists. */
final class FieldsCheck {

    private static final Pattern SETTING = Pattern.compile("\\$settings\\.([a-zA-Z][a-zA-Z0-9]*)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");
    private static final Pattern ANCHOR = Pattern.compile("<a\\s+id=\"([^\"]+)\"");

    private final Connector connector;
    private final ConnectorFiles files;
    private final ConnectorCheck.Found found;
    private final ConnectorTexts texts;
    private final Set<String> used = new HashSet<>();

    FieldsCheck(Connector connector, ConnectorFiles files, ConnectorCheck.Found found) {
        this.connector = connector;
        this.files = files;
        this.found = found;
        this.texts = ConnectorTexts.of(connector);
    }

    void run() {
        checkTwice();
        checkOptions();
        texts.addresses().forEach(address -> checkTemplate(address, true));
        texts.others().forEach(other -> checkTemplate(other, false));
        Stream.concat(
                        texts.expressions().stream(),
                        connector.mappings().entrySet().stream()
                                .map(file -> new ConnectorCheck.Expression(file.getKey(), file.getValue())))
                .forEach(this::checkExpression);
        connector.oauth().ifPresent(auth -> checkOauthClient());
        if (connector.outbound().stream().anyMatch(rule -> rule.status() != null)) {
            used.add(Connector.STATUS_OWNER);
        }
        connector.accounts().ifPresent(accounts -> used.add(accounts.setting()));
        checkOwner();
        checkUnused();
        checkHelp();
    }

    private void checkTwice() {
        connector.app().keySet().stream()
                .filter(connector.settings()::containsKey)
                .forEach(name ->
                        found.at("/settings/" + name, "The field is declared under app too. Keep it in one place."));
    }

    private void checkOptions() {
        connector
                .settings()
                .forEach((name, setting) -> setting.ofClient().stream()
                        .filter(option -> !setting.options().containsKey(option))
                        .forEach(option -> found.at(
                                "/settings/" + name + "/ofClient",
                                "\"" + option + "\" is none of the options. Correct it.")));
    }

    private void checkTemplate(ConnectorCheck.Expression template, boolean address) {
        for (String name : Template.of(template.text()).names()) {
            Setting field = connector.fields().get(name);
            if (field == null) {
                checkUndeclared(template, name);
                continue;
            }
            used.add(name);
            if (address && field.secret()) {
                found.at(template.path(), "{" + name + "} is a secret and addresses are logged. Send it in a header.");
            }
        }
    }

    /** Addresses of rules may hold fields of the event or the record; all else must be declared. */
    private void checkUndeclared(ConnectorCheck.Expression template, String name) {
        boolean ofEvent = template.path().endsWith("/fetch");
        boolean link = template.path().matches("/inbound/.*/link.*/read") && name.equals("link");
        boolean record = template.path().startsWith("/outbound/") && name.equals("record");
        if (!ofEvent && !record && !link) {
            found.at(template.path(), "{" + name + "} is not declared. Add it under settings or app.");
        }
    }

    private void checkExpression(ConnectorCheck.Expression expression) {
        Matcher settings = SETTING.matcher(expression.text());
        while (settings.find()) {
            String name = settings.group(1);
            Setting field = connector.fields().get(name);
            used.add(name);
            if (field == null) {
                report(expression, "$settings." + name + " is not declared. Add it under settings or app.");
            } else if (field.secret()) {
                report(expression, "$settings." + name + " is a secret, and mappings never see secrets. Remove it.");
            }
        }
    }

    private void report(ConnectorCheck.Expression expression, String expected) {
        if (expression.path().startsWith("/")) {
            found.at(expression.path(), expected);
        } else {
            found.in(expression.path(), "", expected);
        }
    }

    private void checkOwner() {
        CheckCall check = connector.http() == null ? null : connector.http().check();
        if (check == null || check.setting() == null) {
            return;
        }
        used.add(check.setting());
        Setting field = connector.settings().get(check.setting());
        if (field == null || field.secret()) {
            found.at(
                    "/http/check/setting",
                    "\"" + check.setting() + "\" is no field under settings that may be seen. Declare it there.");
        }
    }

    private void checkOauthClient() {
        for (String name : List.of("clientId", "clientSecret")) {
            used.add(name);
            if (!connector.app().containsKey(name)) {
                found.at("/app", "OAuth needs the field " + name + ". Add it under app.");
            }
        }
    }

    /** A mailbox's fields are read by the mail room and not by the file. */
    private void checkUnused() {
        if (connector.receive().mail() != null) {
            return;
        }
        connector.fields().keySet().stream()
                .filter(name -> !used.contains(name))
                .forEach(name -> found.at(
                        (connector.app().containsKey(name) ? "/app/" : "/settings/") + name,
                        "The field is declared but used nowhere. Remove it or use it."));
    }

    private void checkHelp() {
        Set<String> anchors = anchors(files.text("README.md").orElse(""));
        for (Map.Entry<String, Setting> field : connector.fields().entrySet()) {
            String help = field.getValue().help();
            if (help != null && !anchors.contains(help.substring(help.indexOf('#') + 1))) {
                String where = connector.app().containsKey(field.getKey()) ? "/app/" : "/settings/";
                found.at(where + field.getKey() + "/help", "The README has no heading for " + help + ". Add it.");
            }
        }
    }

    private static Set<String> anchors(String readme) {
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(readme).results().forEach(heading -> anchors.add(slug(heading.group(1))));
        ANCHOR.matcher(readme).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }

    private static String slug(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .strip()
                .replace(' ', '-');
    }
}

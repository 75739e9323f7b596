package io.vestibule.hub.connector;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The addresses that a connector's file names: filled in for an account, and which hosts may be called for it. */
final class Addresses {

    private static final Pattern PARTS = Pattern.compile("(https?://)([^/?#]*)(.*)", Pattern.DOTALL);

    private Addresses() {}

    /** A whole address; what is filled into its host can only be a label of a host name. */
    static String filled(String template, VendorAccount account) {
        Matcher parts = PARTS.matcher(template);
        if (!parts.matches()) {
            throw new Template.Unfilled("\"" + template + "\" is no web address");
        }
        Template.Values values = account.settings()::get;
        return parts.group(1)
                + Template.of(parts.group(2)).fill(values, Template::hostLabel)
                + Template.of(parts.group(3)).fill(values, Template::urlPart);
    }

    /** Host and port of everything the connector names: nothing else is ever called for it. */
    static Set<String> allowedHosts(VendorAccount account) {
        Set<String> hosts = new TreeSet<>();
        Connector connector = account.connector();
        Stream<String> named = Stream.concat(
                Stream.ofNullable(connector.http()).map(Connector.Http::baseUrl),
                connector.auth().stream()
                        .flatMap(auth -> Stream.of(
                                Optional.ofNullable(auth.tokenUrl()),
                                Optional.ofNullable(auth.accounts()).map(Connector.Accounts::get)))
                        .flatMap(Optional::stream));
        named.forEach(
                template -> parse(filled(template, account)).ifPresent(address -> hosts.add(hostAndPort(address))));
        return hosts;
    }

    static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text)).filter(address -> address.getHost() != null);
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    static String hostAndPort(URI address) {
        int port = address.getPort() < 0 ? ("http".equals(address.getScheme()) ? 80 : 443) : address.getPort();
        return address.getScheme() + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}

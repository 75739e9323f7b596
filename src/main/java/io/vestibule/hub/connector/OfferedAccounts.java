package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Asks a vendor which accounts a sign-in may use (a ledger's organisations), for connectors that list them. Reads only;
 * the connection room decides what to do with the list.
 */
@Component
public final class OfferedAccounts {

    private final VendorHttp http;
    private final Mappings mappings;

    OfferedAccounts(VendorHttp http, Mappings mappings) {
        this.http = http;
        this.mappings = mappings;
    }

    /** @param title what people at the vendor call it */
    public record Offered(String id, String title) {}

    /** What came of asking. */
    public sealed interface Listing {
        /** In the vendor's order; none when the sign-in may use no account. */
        record Listed(List<Offered> accounts) implements Listing {}

        /** @param words why there is no list, for people */
        record NotListed(String words) implements Listing {}
    }

    /** The connector must list accounts. */
    public Listing list(VendorAccount account) {
        Connector.Accounts asked = account.connector().accounts().orElseThrow();
        try {
            String address = Addresses.filled(asked.get(), account);
            VendorAnswer answer = http.call(account, VendorCall.bare(address));
            return answer instanceof VendorAnswer.Done done
                    ? new Listing.Listed(taken(account, asked, done.json()))
                    : new Listing.NotListed(answer.words());
        } catch (Template.Unfilled unfilled) {
            return new Listing.NotListed("A setting is missing: " + unfilled.words() + ".");
        } catch (Expressions.Failure failure) {
            return new Listing.NotListed("The answer is not understood (" + failure.words() + ").");
        }
    }

    private List<Offered> taken(VendorAccount account, Connector.Accounts asked, JsonNode answer) {
        String path = account.connector().name() + "/connector.yaml /auth/accounts/";
        Expressions expressions = Expressions.of(mappings, account);
        JsonNode found = expressions.step(path + "take", asked.take(), answer);
        List<Offered> accounts = new ArrayList<>();
        (found.isArray() ? found.valueStream() : Stream.of(found))
                .filter(JsonNode::isObject)
                .forEach(each -> accounts.add(new Offered(
                        expressions.text(path + "id", asked.id(), each),
                        expressions.text(path + "title", asked.title(), each))));
        return List.copyOf(accounts);
    }
}

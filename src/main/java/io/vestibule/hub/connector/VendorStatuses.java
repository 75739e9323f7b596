package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Lists the statuses a vendor has, for connectors whose accounts have their own (a CRM's stages): the console shows
 * them beside ours, and a table with a gap can't be activated.
 */
@Component
public final class VendorStatuses {

    private final VendorHttp http;
    private final Mappings mappings;

    VendorStatuses(VendorHttp http, Mappings mappings) {
        this.http = http;
        this.mappings = mappings;
    }

    /** @param title what people at the vendor call it */
    public record VendorStatus(String value, String title) {}

    /** What came of asking. */
    public sealed interface Listing {
        record Listed(List<VendorStatus> statuses) implements Listing {}

        /** @param words why there is no list, for people */
        record NotListed(String words) implements Listing {}
    }

    /** All statuses of a canonical type ({@code request}, {@code invoice}); fixed ones come without a call. */
    public Listing list(VendorAccount account, String type) {
        Connector.StatusTable table = account.connector().statuses().get(type);
        if (table == null) {
            return new Listing.NotListed(account.connector().title() + " has no statuses of this kind.");
        }
        if (table.list() == null) {
            return new Listing.Listed(table.values().stream()
                    .map(value -> new VendorStatus(value, value))
                    .toList());
        }
        try {
            String path = Template.of(table.list().get()).fill(account.settings()::get, Template::urlPart);
            return http.call(account, VendorCall.get(path)) instanceof VendorAnswer.Done done
                    ? taken(account, type, table.list().take(), done.json())
                    : new Listing.NotListed(
                            account.connector().title() + " did not give its list. Test the connection.");
        } catch (Template.Unfilled unfilled) {
            return new Listing.NotListed("A setting is missing: " + unfilled.words() + ".");
        } catch (Expressions.Failure failure) {
            return new Listing.NotListed("The answer is not understood (" + failure.words() + ").");
        }
    }

    private Listing taken(VendorAccount account, String type, String take, JsonNode answer) {
        String path = account.connector().name() + "/connector.yaml /statuses/" + type + "/list/take";
        JsonNode found = Expressions.of(mappings, account).json(path, take, answer);
        List<VendorStatus> statuses = new ArrayList<>();
        (found.isArray() ? found.valueStream() : Stream.of(found))
                .filter(JsonNode::isObject)
                .forEach(status -> statuses.add(new VendorStatus(
                        status.path("value").asText(), status.path("title").asText())));
        return statuses.isEmpty()
                ? new Listing.NotListed("There is no status in the list: check the connection's settings.")
                : new Listing.Listed(List.copyOf(statuses));
    }
}

package io.vestibule.hub.webhook;

import io.vestibule.hub.canonical.CanonicalCommand.MoveToClient;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.connection.LinkRecords;
import io.vestibule.hub.connection.LinkRecords.LinkRecord;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.connection.ObjectLinks;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.platform.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * People's decisions about which client a vendor's record stands for, right or wrong. A link is written here only; what
 * was shown because of the former one goes to the right client, or to none, before anything else happens. Deciding the
 * same again moves what an interrupted try left behind.
 */
@Component
public class LinkDecisions {

    /** How the hold keys of rows begin that wait for such a decision. */
    public static final String HOLD_KEY = "link:";

    private final Links links;
    private final LinkRecords records;
    private final ObjectLinks objectLinks;
    private final PortalGateway portal;

    LinkDecisions(Links links, LinkRecords records, ObjectLinks objectLinks, PortalGateway portal) {
        this.links = links;
        this.records = records;
        this.objectLinks = objectLinks;
        this.portal = portal;
    }

    /** Rows that wait for this decision. */
    public static String holdKey(Links.Key key) {
        return HOLD_KEY + key.connection() + ":" + key.kind() + ":" + key.externalId();
    }

    /** The link whose decision such rows wait for; empty for other hold keys. */
    public static Optional<Links.Key> linkOf(@Nullable String holdKey) {
        if (holdKey == null || !holdKey.startsWith(HOLD_KEY)) {
            return Optional.empty();
        }
        String[] parts = holdKey.substring(HOLD_KEY.length()).split(":", 3);
        return parts.length == 3 ? Optional.of(new Links.Key(parts[0], parts[1], parts[2])) : Optional.empty();
    }

    /**
     * How a decision ended.
     *
     * @param made false: somebody else has decided otherwise meanwhile, and nothing is changed
     * @param refused what could not be moved, in the portal's words
     */
    public record Decision(boolean made, List<String> refused) {}

    /**
     * Links the record with that client, or with none, and moves what was shown because of it.
     *
     * @param seen the client that the person saw it linked with, null for none: what nobody saw is not moved
     * @param person who decided
     */
    public Decision decide(Links.Key key, @Nullable ClientId seen, @Nullable ClientId client, String person) {
        String label = links.look(key).map(Links.Link::label).orElse(key.externalId());
        return links.put(key, seen, client, new Links.By(person, label))
                ? new Decision(true, settle(key, new Party(Party.Kind.STAFF, null, person, null)))
                : new Decision(false, List.of());
    }

    /**
     * Notes what news became, for the link by which it came. One that was corrected before the note was there is followed
     * at once; whoever corrects it later finds the note.
     */
    void note(Links.Key key, ClientId shownTo, Handling.Applied applied) {
        if (applied.objectType() == null || applied.objectId() == null) {
            return;
        }
        boolean fresh =
                records.put(new LinkRecord(key, new ObjectRef(applied.objectType(), applied.objectId()), shownTo));
        if (fresh && !links.find(key).equals(Optional.of(shownTo))) {
            settle(key, Party.system("links"));
        }
    }

    private List<String> settle(Links.Key key, Party by) {
        ClientId client = links.find(key).orElse(null);
        List<String> refused = new ArrayList<>();
        for (LinkRecord record : records.of(key)) {
            if (!Objects.equals(record.client(), client)) {
                move(record, client, by).ifPresent(refused::add);
            }
        }
        return refused;
    }

    private Optional<String> move(LinkRecord record, @Nullable ClientId client, Party by) {
        MoveToClient command = new MoveToClient(record.object(), client, by);
        if (portal.execute(Envelope.of("link." + Ids.next(), command)) instanceof Answer.Refused refused) {
            return Optional.of(refused.detail());
        }
        objectLinks.give(record.object(), client);
        records.put(new LinkRecord(record.key(), record.object(), client));
        return Optional.empty();
    }
}

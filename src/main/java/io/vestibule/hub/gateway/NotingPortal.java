package io.vestibule.hub.gateway;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.RequestId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The portal for a rehearsal: it is read as it is, and takes note of commands instead of carrying them out. For one
 * rehearsal at a time.
 */
public final class NotingPortal implements PortalGateway {

    private final PortalGateway portal;
    private final List<CanonicalCommand> noted = new ArrayList<>();
    private int files;

    public NotingPortal(PortalGateway portal) {
        this.portal = portal;
    }

    /** What was asked for since the last time this was called. */
    public List<CanonicalCommand> taken() {
        List<CanonicalCommand> taken = List.copyOf(noted);
        noted.clear();
        return taken;
    }

    @Override
    public Answer execute(Envelope envelope) {
        noted.add(envelope.command());
        ExternalId origin = envelope.origin();
        Optional<Resource> opened = envelope.command() instanceof OpenRequest && origin != null
                ? portal.requestByOrigin(origin).map(NotingPortal::resource)
                : Optional.empty();
        return opened.<Answer>map(Answer.Duplicate::new)
                .orElseGet(() -> new Answer.Applied(new Resource("request", "rehearsed", "A new request", 1, "")));
    }

    private static Resource resource(RequestView request) {
        return new Resource(
                "request",
                request.state().id().value(),
                request.state().number(),
                request.state().version(),
                "");
    }

    @Override
    public List<Answer> execute(List<Envelope> envelopes) {
        return envelopes.stream().map(this::execute).toList();
    }

    @Override
    public FileAnswer putFile(String key, FileDraft file) {
        files++;
        return new FileAnswer.Taken(new FileId("rehearsed-" + files));
    }

    @Override
    public byte[] readFile(FileId id) {
        return portal.readFile(id);
    }

    @Override
    public List<SenderView> senders(List<String> emails) {
        return portal.senders(emails);
    }

    @Override
    public List<ClientView> clientsByDomain(String domain) {
        return portal.clientsByDomain(domain);
    }

    @Override
    public List<ClientView> clients() {
        return portal.clients();
    }

    @Override
    public Optional<ClientView> client(ClientId id) {
        return portal.client(id);
    }

    @Override
    public List<ContactView> contacts(ClientId client) {
        return portal.contacts(client);
    }

    @Override
    public List<PersonView> people() {
        return portal.people();
    }

    @Override
    public Optional<RequestView> request(RequestId id) {
        return portal.request(id);
    }

    @Override
    public Optional<RequestView> requestByOrigin(ExternalId origin) {
        return portal.requestByOrigin(origin);
    }

    @Override
    public Optional<RequestView> requestByNumber(String number) {
        return portal.requestByNumber(number);
    }

    @Override
    public List<RequestView> openRequestsOf(String email) {
        return portal.openRequestsOf(email);
    }

    @Override
    public List<Comment> comments(RequestId request) {
        return portal.comments(request);
    }

    @Override
    public Optional<InvoiceView> invoiceByOrigin(ExternalId origin) {
        return portal.invoiceByOrigin(origin);
    }

    @Override
    public FeedPage feed(@Nullable String after, int limit) {
        return portal.feed(after, limit);
    }
}

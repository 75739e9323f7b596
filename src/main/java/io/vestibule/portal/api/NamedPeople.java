package io.vestibule.portal.api;

import io.vestibule.portal.access.NewAddresses.Named;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand;
import io.vestibule.portal.contract.PortalCommand.AddComment;
import io.vestibule.portal.contract.PortalCommand.ChangeRequestStatus;
import io.vestibule.portal.contract.PortalCommand.NoteRecipients;
import io.vestibule.portal.contract.PortalCommand.OpenRequest;
import io.vestibule.portal.contract.PortalCommand.UpsertContact;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whom commands name by an address, so that they become known where they are not. */
final class NamedPeople {

    private NamedPeople() {}

    static List<Named> in(List<PortalCommand> commands) {
        return commands.stream().flatMap(NamedPeople::in).toList();
    }

    private static Stream<Named> in(PortalCommand command) {
        return switch (command) {
            case OpenRequest open ->
                atClient(
                        open.clientId(),
                        Stream.concat(
                                Stream.ofNullable(open.draft().requester()), open.draft().participants().stream()));
            case UpsertContact upsert ->
                atClient(
                        upsert.clientId(),
                        Stream.of(new Party(Party.Kind.CONTACT, null, upsert.name(), upsert.email())));
            case AddComment add ->
                ofRequest(add.requestId(), Stream.of(add.comment().author()));
            case ChangeRequestStatus change -> ofRequest(change.requestId(), Stream.of(change.by()));
            case NoteRecipients note -> ofRequest(note.requestId(), note.colleagues().stream());
            default -> Stream.empty();
        };
    }

    private static Stream<Named> atClient(String client, Stream<Party> people) {
        return named(Uuids.parse(client).orElse(null), null, people);
    }

    private static Stream<Named> ofRequest(String request, Stream<Party> people) {
        return named(null, Uuids.parse(request).orElse(null), people);
    }

    private static Stream<Named> named(@Nullable UUID client, @Nullable UUID request, Stream<Party> people) {
        return people.filter(party -> party.isContact() && party.id() == null)
                .flatMap(party -> Stream.ofNullable(party.email()))
                .map(email -> new Named(client, request, email));
    }
}

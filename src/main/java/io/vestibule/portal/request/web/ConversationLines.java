package io.vestibule.portal.request.web;

import io.vestibule.platform.web.TimelineEntry;
import io.vestibule.platform.web.TimelineEntry.Kind;
import io.vestibule.platform.web.TimelineEntry.TimelineFile;
import io.vestibule.platform.web.TimelineEntry.TimelineLink;
import io.vestibule.platform.web.Times;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.CommentKind;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.RequestEntry.Delivery;
import io.vestibule.portal.request.RequestEntry.Relocated;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says the entries of a request's conversation in words, for the timeline of its page. */
@Component
class ConversationLines {

    private final MessageSource words;
    private final Times times;

    ConversationLines(MessageSource words, Times times) {
        this.words = words;
        this.times = times;
    }

    /** @param internal one of the firm reads it, who knows the connections by name */
    List<TimelineEntry> of(List<RequestEntry> entries, boolean internal) {
        return entries.stream().map(entry -> line(entry, internal)).toList();
    }

    private TimelineEntry line(RequestEntry entry, boolean internal) {
        boolean note = entry.visibility() == Visibility.INTERNAL;
        return new TimelineEntry(
                "entry-" + entry.id(),
                kind(entry, note),
                internal || !ofASystem(entry) ? who(entry) : word("request.by.firm"),
                did(entry, note),
                channel(entry.channel()),
                entry.at(),
                mark(entry, note),
                entry.text(),
                entry.elided(),
                files(entry),
                Stream.concat(relocated(entry), entry.deliveries().stream().map(this::delivery))
                        .toList(),
                link(entry));
    }

    private Stream<String> relocated(RequestEntry entry) {
        return Stream.ofNullable(entry.relocated())
                .flatMap(relocated -> relocated.entries().stream())
                .map(part -> word("request.relocated.part", orNobody(part.by()), times.exact(part.at())));
    }

    /** The other request, for those who may see it. */
    private static @Nullable TimelineLink link(RequestEntry entry) {
        Relocated relocated = entry.relocated();
        String number = relocated == null ? null : relocated.shownNumber();
        return relocated == null || number == null
                ? null
                : new TimelineLink(number + " " + relocated.subject(), "/portal/requests/" + number);
    }

    private @Nullable String mark(RequestEntry entry, boolean note) {
        String check = entry.commentKind() == CommentKind.STATUS_CHECK ? word("request.status-check.mark") : null;
        return note ? word("request.note.mark") : check;
    }

    private List<TimelineFile> files(RequestEntry entry) {
        Stream<TimelineFile> attached = entry.files().stream()
                .map(file -> new TimelineFile(file.name(), file.size(), "/portal/files/" + file.id(), file.remark()));
        Stream<TimelineFile> written = Stream.ofNullable(entry.written())
                .map(file -> new TimelineFile(
                        word("request.written"), file.size(), "/portal/files/" + file.id() + "/written", null));
        return Stream.concat(attached, written).toList();
    }

    private static Kind kind(RequestEntry entry, boolean note) {
        return switch (entry.kind()) {
            case OPENED, COMMENT -> note ? Kind.NOTE : entry.channel() == Channel.EMAIL ? Kind.MAIL : Kind.COMMENT;
            case STATUS -> Kind.STATUS;
            case ASSIGNED, REVISED, PRIVACY, PARTICIPANTS, MAILING, RELOCATED -> Kind.FACT;
        };
    }

    /** A system of the firm did it, under the name of its connection: to a client that is the firm. */
    private static boolean ofASystem(RequestEntry entry) {
        return entry.by().kind() == Party.Kind.SYSTEM;
    }

    private String who(RequestEntry entry) {
        String name = entry.by().name();
        if (name != null && !name.isBlank()) {
            return name;
        }
        return Objects.requireNonNullElseGet(entry.by().email(), () -> word("request.by.system"));
    }

    private String did(RequestEntry entry, boolean note) {
        return switch (entry.kind()) {
            case OPENED -> word("request.did.opened");
            case COMMENT -> word(note ? "request.did.note" : "request.did.comment");
            case STATUS -> word("request.did.status", status(entry.from()), status(entry.to()));
            case ASSIGNED -> word("request.did.assigned", orNobody(entry.from()), orNobody(entry.to()));
            case REVISED -> word("request.did.revised");
            case PRIVACY -> word("private".equals(entry.to()) ? "request.did.private" : "request.did.public");
            case PARTICIPANTS ->
                entry.to() == null
                        ? word("request.did.left", orNobody(entry.from()))
                        : word("request.did.joined", orNobody(entry.to()));
            case MAILING ->
                entry.to() == null
                        ? word("request.did.muted", orNobody(entry.from()))
                        : word("request.did.unmuted", orNobody(entry.to()));
            case RELOCATED -> relocation(Objects.requireNonNull(entry.relocated()));
        };
    }

    private String relocation(Relocated relocated) {
        String what = "request.did." + ContractJson.word(relocated.kind()) + (relocated.away() ? ".away" : ".here");
        return word(what, relocated.number() == null ? word("request.did.elsewhere") : "");
    }

    private @Nullable String channel(Channel channel) {
        return channel == Channel.PORTAL
                ? null
                : word("channel." + channel.name().toLowerCase(Locale.ROOT));
    }

    private String delivery(Delivery delivery) {
        String line = word("request.delivery", delivery.connection(), word("delivery." + delivery.state()));
        return delivery.words() == null ? line : line + ": " + delivery.words();
    }

    private String status(@Nullable String status) {
        return status == null ? "" : word("status." + status);
    }

    private String orNobody(@Nullable String name) {
        return name == null || name.isBlank() ? word("request.nobody") : name;
    }

    private String word(String key, String... arguments) {
        return words.getMessage(key, arguments, key, Locale.UK);
    }
}

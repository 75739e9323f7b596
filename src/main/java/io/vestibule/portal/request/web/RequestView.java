package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.request.TimelineStretch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Gathers what the page of one request shows and offers to this person. */
@Component
class RequestView {

    /** More make a page slow to open, and few requests have as many. */
    private static final int STRETCH = 100;

    /** Letters of what stands above a later part: enough to see what it is about. */
    private static final int BEGINNING = 20_000;

    private final Requests requests;
    private final People people;
    private final ConversationLines lines;

    RequestView(Requests requests, People people, ConversationLines lines) {
        this.requests = requests;
        this.people = people;
        this.lines = lines;
    }

    /**
     * @param before where the stretch of the conversation ends; null: the latest
     * @param entry that the page is to show: it reads from there on where that stretch lies elsewhere. Null, or not there
     *     for this person: the page is the same without
     */
    ModelAndView page(Access access, Request request, @Nullable String before, @Nullable String entry) {
        // Read before what it marks: what comes in between is shown again rather than missed
        String mark = requests.timelineMark(access, request.id());
        TimelineStretch latest = requests.timelineBefore(access, request.id(), before, STRETCH);
        TimelineStretch stretch = entry == null ? latest : showing(access, request, entry, latest);
        String from = stretch.earlier();
        Beginning beginning = beginning(access, request, stretch);
        // What stands on top needs no unfolding
        long hidden = stretch.before() - beginning.entries().size();
        return page(access, request, stretch)
                .addObject("owners", owners(access))
                .addObject("others", others(access, request))
                .addObject("mark", mark)
                .addObject("above", requests.timelineMarkBefore(access, request.id(), from))
                .addObject("beginning", beginning)
                .addObject("hidden", hidden)
                .addObject("earlier", hidden == 0 ? null : from)
                .addObject("from", from)
                .addObject(
                        "latest",
                        stretch.after() == 0
                                && (before == null || !stretch.entries().isEmpty()));
    }

    /** With so many that most such pages go on to the latest, and show news. */
    private TimelineStretch showing(Access access, Request request, String entry, TimelineStretch stretch) {
        boolean shown =
                stretch.entries().stream().anyMatch(each -> each.id().toString().equals(entry));
        return shown
                ? stretch
                : parse(entry)
                        .flatMap(id -> requests.timelineAt(access, request.id(), id, 2 * STRETCH))
                        .orElse(stretch);
    }

    private static Optional<UUID> parse(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Beginning beginning(Access access, Request request, TimelineStretch stretch) {
        return requests.timelineOpening(access, request.id(), stretch)
                .map(opening -> opening.length() <= BEGINNING
                        ? new Beginning(lines.of(List.of(opening), access.isInternal()), null)
                        : new Beginning(
                                lines.of(List.of(opening.beginning(BEGINNING)), access.isInternal()),
                                RequestEntry.address(request.path(), opening.id())))
                .orElse(Beginning.NONE);
    }

    /**
     * What a page shows that stays open.
     *
     * @param seen mark of all of it
     * @param from where what it asks anew begins, and what it shows before that stays; null: all is asked anew
     * @param above mark of what lay before that when the page was opened; null: nothing
     */
    record Shown(
            String seen, @Nullable String from, @Nullable String above) {}

    /**
     * The page with its conversation from a place on, for who has what lies before. That news came there too is said, for
     * what was unfolded there can't be shown anew in its place.
     *
     * @param mark of what is there now, read before
     * @return null when more lies there than fits on a page
     */
    @Nullable
    ModelAndView news(Access access, Request request, Shown shown, String mark) {
        String from = shown.from();
        TimelineStretch stretch = requests.timelineFrom(access, request.id(), from, 2 * STRETCH);
        boolean fits = (from == null ? stretch.before() : stretch.after()) == 0;
        String above = shown.above();
        return !fits
                ? null
                : page(access, request, stretch)
                        // An open page takes the conversation only
                        .addObject("owners", Map.of())
                        .addObject("others", Map.of())
                        .addObject("mark", mark)
                        .addObject("above", above)
                        .addObject(
                                "changedAbove",
                                above != null && !above.equals(requests.timelineMarkBefore(access, request.id(), from)))
                        .addObject("beginning", Beginning.NONE)
                        .addObject("earlier", null)
                        .addObject("from", from)
                        .addObject("latest", true);
    }

    private ModelAndView page(Access access, Request request, TimelineStretch stretch) {
        boolean merged = request.state().mergedInto() != null;
        boolean mayWrite = access.may(Permission.WRITE) && !merged;
        ModelAndView page = new ModelAndView("portal/request/conversation");
        page.addObject("request", request)
                .addObject("state", request.state())
                .addObject("entries", lines.of(stretch.entries(), access.isInternal()))
                .addObject("internal", access.isInternal())
                .addObject("merged", merged)
                .addObject("goesOn", goesOn(access, request))
                .addObject("mayWrite", mayWrite)
                .addObject("mayAssign", access.may(Permission.ASSIGN) && !merged)
                .addObject("mayRearrange", access.may(Permission.REARRANGE))
                .addObject("mayHide", access.may(Permission.SEE_PRIVATE_REQUESTS) && mayWrite)
                .addObject("mayInvite", mayInvite(access, request))
                .addObject("self", String.valueOf(access.personId()))
                .addObject("onlookers", requests.onlookers(access, request.id()))
                .addObject("moves", mayWrite ? moves(access, request.state().status()) : List.of());
        return page;
    }

    /** The request it was merged into, for those who may see that one. */
    private @Nullable Request goesOn(Access access, Request request) {
        return Optional.ofNullable(request.state().mergedInto())
                .map(UUID::fromString)
                .flatMap(into -> requests.find(access, into))
                .orElse(null);
    }

    /** What this person may set the status to, in the order of a request's life. */
    private static List<RequestStatus> moves(Access access, RequestStatus now) {
        Stream<RequestStatus> offered = access.may(Permission.ANY_STATUS)
                ? Stream.of(RequestStatus.IN_PROGRESS, RequestStatus.WAITING_ON_CLIENT, RequestStatus.DONE)
                : Stream.of(now == RequestStatus.DONE ? RequestStatus.IN_PROGRESS : RequestStatus.DONE);
        return offered.filter(status -> status != now).toList();
    }

    private Map<UUID, String> owners(Access access) {
        Map<UUID, String> owners = new LinkedHashMap<>();
        if (access.may(Permission.ASSIGN)) {
            people.internal(access).stream()
                    .filter(Person::active)
                    .forEach(person -> owners.put(person.id(), person.name()));
        }
        return owners;
    }

    /** Changes who takes part, also others than oneself. */
    private static boolean mayInvite(Access access, Request request) {
        return access.may(Permission.WRITE)
                && request.state().mergedInto() == null
                && (!request.confidential() || access.may(Permission.SEE_PRIVATE_REQUESTS));
    }

    /** People of the client who could take part and don't yet. */
    private Map<UUID, String> others(Access access, Request request) {
        List<String> taking =
                request.state().participants().stream().map(Party::id).toList();
        Map<UUID, String> others = new LinkedHashMap<>();
        if (access.may(Permission.SEE_PEOPLE) && mayInvite(access, request)) {
            people.ofClient(access, request.clientId()).stream()
                    .filter(Person::active)
                    .filter(person -> !taking.contains(person.id().toString()))
                    .forEach(person -> others.put(person.id(), person.name()));
        }
        return others;
    }
}

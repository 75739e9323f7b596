package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.Request;
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

    private final Requests requests;
    private final People people;
    private final ConversationLines lines;

    RequestView(Requests requests, People people, ConversationLines lines) {
        this.requests = requests;
        this.people = people;
        this.lines = lines;
    }

    /** @param before where the stretch of the conversation ends; null: the latest */
    ModelAndView page(Access access, Request request, @Nullable String before) {
        // Read before what it marks: what comes in between is shown again rather than missed
        String mark = requests.timelineMark(access, request.id());
        TimelineStretch stretch = requests.timelineBefore(access, request.id(), before, STRETCH);
        return page(access, request, stretch)
                .addObject("mark", mark)
                .addObject("earlier", stretch.earlier())
                .addObject("from", stretch.earlier())
                .addObject("latest", before == null);
    }

    /**
     * The page with its conversation from a place on, for who has what lies before.
     *
     * @param from null: from its begin
     * @param mark of what is there, read before
     * @return null when more lies there than fits on a page
     */
    @Nullable
    ModelAndView news(Access access, Request request, @Nullable String from, String mark) {
        TimelineStretch stretch = requests.timelineFrom(access, request.id(), from, 2 * STRETCH);
        return stretch.further() > 0
                ? null
                : page(access, request, stretch)
                        .addObject("mark", mark)
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
                .addObject("stretch", stretch)
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
                .addObject("moves", mayWrite ? moves(access, request.state().status()) : List.of())
                .addObject("owners", owners(access))
                .addObject("others", others(access, request));
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

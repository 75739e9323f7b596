package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
import io.vestibule.hub.outbox.LastLook;
import io.vestibule.hub.outbox.OutboxDraft;
import io.vestibule.hub.sla.SlaPolicy.Metric;
import io.vestibule.platform.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether somebody still needs to be reminded of a promise, as the portal knows its request now. */
@Component
class ReminderNeed implements LastLook {

    /** Source of a reminder's mails, followed by the reminder's id. */
    static final String SOURCE = "sla:";

    private final Database hubDatabase;
    private final PortalGateway gateway;

    ReminderNeed(Database hubDatabase, PortalGateway gateway) {
        this.hubDatabase = hubDatabase;
        this.gateway = gateway;
    }

    /** @return why nobody needs to be reminded any more, in words for the reminder's row; empty: the promise stands */
    Optional<String> end(RequestId id, Metric metric, Optional<RequestView> request) {
        if (request.isEmpty()) {
            return Optional.of("the portal has no such request any more");
        }
        if (request.get().state().status() == RequestStatus.DONE) {
            return Optional.of("the request is done");
        }
        return metric == Metric.FIRST_RESPONSE && answered(id)
                ? Optional.of("the client was answered")
                : Optional.empty();
    }

    private boolean answered(RequestId request) {
        return gateway.comments(request).stream().anyMatch(SlaFact::isAnswer);
    }

    /** A mail waits while the mail server is away. A pause does not stop it: no other reminder of this promise follows. */
    @Override
    public Optional<String> objection(OutboxDraft draft) {
        ObjectRef object = draft.object();
        if (object == null || !draft.source().startsWith(SOURCE)) {
            return Optional.empty();
        }
        RequestId request = new RequestId(object.id());
        boolean needed = metric(draft)
                .flatMap(metric -> end(request, metric, gateway.request(request)))
                .isEmpty();
        return needed ? Optional.empty() : Optional.of("reminder-not-needed");
    }

    private Optional<Metric> metric(OutboxDraft draft) {
        return hubDatabase
                .sql("select metric from hub.sla_reminder where id = cast(:id as bigint)")
                .param("id", draft.source().substring(SOURCE.length()))
                .query(String.class)
                .optional()
                .flatMap(Metric::named);
    }
}

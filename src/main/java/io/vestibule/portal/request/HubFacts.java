package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.PortalCommand.LinkExternal;
import io.vestibule.portal.contract.PortalCommand.NoteDelivery;
import io.vestibule.portal.contract.ServiceLevel;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * What only the hub knows but pages must show: promises of service, links to records elsewhere, and how deliveries stand.
 * Written by peers, whole rows at a time; no version, no feed event, so that telling it never starts a round.
 */
@Repository
public class HubFacts {

    private final Database portalDatabase;
    private final Clock clock;

    HubFacts(Database portalDatabase, Clock clock) {
        this.portalDatabase = portalDatabase;
        this.clock = clock;
    }

    /** Replaces the promises shown on a request. False: not permitted. */
    public boolean setServiceLevels(Access access, UUID request, List<ServiceLevel> levels) {
        if (!mayTell(access)) {
            return false;
        }
        portalDatabase.inTransaction(() -> {
            portalDatabase
                    .sql("delete from portal.service_level where request_id = ?")
                    .param(request)
                    .update();
            levels.forEach(level -> insert(request, level));
        });
        return true;
    }

    private void insert(UUID request, ServiceLevel level) {
        portalDatabase
                .sql("""
                        insert into portal.service_level (request_id, metric, due_at, state, lines)
                        values (:request, :metric, :dueAt, :state, :lines::jsonb)
                        on conflict (request_id, metric) do update
                        set due_at = excluded.due_at, state = excluded.state, lines = excluded.lines
                        """)
                .param("request", request)
                .param("metric", level.metric())
                .param("dueAt", Database.at(level.dueAt()))
                .param("state", level.state())
                .param("lines", ContractJson.write(level.lines()))
                .update();
    }

    /** One link per object, connection and external id. False: not permitted. */
    public boolean link(Access access, UUID object, LinkExternal link) {
        if (!mayTell(access)) {
            return false;
        }
        portalDatabase
                .sql("""
                        insert into portal.external_link
                            (object_type, object_id, connection, external_id, url, label, seen_at)
                        values (:type, :object, :connection, :externalId, :url, :label, :now)
                        on conflict (object_type, object_id, connection, external_id) do update
                        set url = excluded.url, label = excluded.label, seen_at = excluded.seen_at
                        """)
                .param("type", link.object().type())
                .param("object", object)
                .param("connection", link.connection())
                .param("externalId", link.externalId())
                .param("url", link.url())
                .param("label", link.label())
                .param("now", Database.at(clock.instant()))
                .update();
        return true;
    }

    /** The latest note on a change and place counts; an older one changes nothing. False: not permitted. */
    public boolean noteDelivery(Access access, UUID object, UUID change, NoteDelivery note) {
        if (!mayTell(access)) {
            return false;
        }
        portalDatabase
                .sql("""
                        insert into portal.delivery as known
                            (change, connection, object_type, object_id, state, words, at)
                        values (:change, :connection, :type, :object, :state, :words, :at)
                        on conflict (change, connection) do update
                        set state = excluded.state, words = excluded.words, at = excluded.at
                        where known.at <= excluded.at
                        """)
                .param("change", change)
                .param("connection", note.connection())
                .param("type", note.object().type())
                .param("object", object)
                .param("state", note.state())
                .param("words", note.words())
                .param("at", Database.at(note.at()))
                .update();
        return true;
    }

    /** The record behind a link is still as we know it. Empty: no request is linked with it, or not permitted. */
    public Optional<UUID> confirmSeen(Access access, String connection, String externalId, Instant seenAt) {
        if (!mayTell(access)) {
            return Optional.empty();
        }
        return portalDatabase
                .sql("""
                        update portal.external_link set seen_at = greatest(seen_at, :seenAt)
                        where connection = :connection and external_id = :externalId and object_type = 'request'
                        returning object_id
                        """)
                .param("connection", connection)
                .param("externalId", externalId)
                .param("seenAt", Database.at(seenAt))
                .query(UUID.class)
                .list()
                .stream()
                .findFirst();
    }

    /** Null or a web address: it becomes a link on a page. */
    public static boolean isLinkable(@Nullable String url) {
        return url == null || url.matches("https://[^\\s\"'<>]{1,2000}");
    }

    private static boolean mayTell(Access access) {
        return !access.isPerson() && access.may(Permission.CHANGE_CONSOLE);
    }
}

package io.vestibule.portal.request;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.ExternalId;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads requests for {@link Requests}; every statement carries the rule of {@link Reach}. */
@Component
class RequestReads {

    private static final int MOST = 200;

    /** Nobody pages through more, and counting all of a grown store takes longer than reading a page of it. */
    private static final int MOST_COUNTED = 1001;

    private final Database portalDatabase;

    RequestReads(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    Optional<Request> find(Access access, UUID id) {
        return one(access, "r.id = :id", Map.of("id", id));
    }

    /** Whether it is there for the asker. */
    boolean sees(Access access, UUID id) {
        String sql = "select exists (select from portal.request r where r.id = :id and " + Reach.visible(access) + ")";
        return bound(sql, access, Map.of("id", id)).query(Boolean.class).single();
    }

    /** For whom of these people of a client it is there: one look for all of them. */
    Set<UUID> seeing(UUID id, List<Person> people) {
        String sql =
                "select q.id from portal.request r, " + Reach.EACH + " where r.id = :id and " + Reach.visibleToEach();
        List<Access> each = people.stream().map(Access::of).toList();
        return Reach.bindEach(portalDatabase.sql(sql), each)
                .param("id", id)
                .query(UUID.class)
                .set();
    }

    Optional<Request> find(Access access, String number) {
        OptionalLong parsed = Numbers.parse(number);
        return parsed.isEmpty()
                ? Optional.empty()
                : one(access, "r.number = :number", Map.of("number", parsed.getAsLong()));
    }

    Optional<Request> find(Access access, ExternalId origin) {
        return one(
                access,
                "r.origin_account = :account and r.origin_id = :originId",
                Map.of("account", origin.account(), "originId", origin.id()));
    }

    List<Request> changedAfter(Access access, ChangePosition after, int limit) {
        return bound(
                        RequestSql.REQUEST + Reach.visible(access)
                                + " and (r.changed_at, r.id) > (:at, :afterId) order by r.changed_at, r.id limit :limit",
                        access,
                        Map.of("afterId", after.id(), "limit", Math.clamp(limit, 1, MOST)))
                .param("at", Database.at(after.at()))
                .query(RequestSql::request)
                .list()
                .stream()
                .map(request -> forReader(access, request))
                .toList();
    }

    /** Not done, with this person among those who take part; the latest first. */
    List<Request> openWith(Access access, String email) {
        return bound(
                        RequestSql.REQUEST + Reach.visible(access) + """
                                 and r.status <> 'done' and exists (
                                    select from portal.participant p join portal.person q on q.id = p.person_id
                                    where p.request_id = r.id and q.email = :email and q.active)
                                order by r.last_activity_at desc, r.id desc limit :limit""",
                        access,
                        Map.of("email", email.strip().toLowerCase(Locale.ROOT), "limit", MOST))
                .query(RequestSql::request)
                .list()
                .stream()
                .map(request -> forReader(access, request))
                .toList();
    }

    RequestPage page(Access access, RequestFilter filter, @Nullable String cursor, int limit) {
        int most = Math.clamp(limit, 1, MOST);
        Map<String, Object> values = new LinkedHashMap<>(Map.of("limit", most + 1));
        StringBuilder sql =
                new StringBuilder(RequestSql.ROW).append(Reach.visible(access)).append(conditions(filter, values));
        TimeCursor.parse(cursor).ifPresent(after -> {
            sql.append(" and (r.last_activity_at, r.id) < (:activity, :afterId)");
            values.put("activity", after.at().atOffset(ZoneOffset.UTC));
            values.put("afterId", after.id());
        });
        sql.append(" order by r.last_activity_at desc, r.id desc limit :limit");
        List<RequestRow> found =
                bound(sql.toString(), access, values).query(RequestSql::row).list();
        if (found.size() <= most) {
            return new RequestPage(found, null);
        }
        RequestRow last = found.get(most - 1);
        return new RequestPage(found.subList(0, most), new TimeCursor(last.lastActivityAt(), last.id()).text());
    }

    long count(Access access, RequestFilter filter) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("most", MOST_COUNTED));
        String sql = "select count(*) from (select from portal.request r where " + Reach.visible(access)
                + conditions(filter, values) + " limit :most) found";
        return bound(sql, access, values).query(Long.class).single();
    }

    RequestCounts counts(Access access) {
        String sql = """
                select count(*) filter (where status = 'new') fresh,
                       count(*) filter (where status = 'in-progress') in_progress,
                       count(*) filter (where status = 'waiting-on-client') waiting,
                       count(*) filter (where owner_id = :me) mine,
                       count(*) filter (where o.id is null) unowned
                from portal.request r
                left join portal.person o on o.id = r.owner_id and o.active
                where r.status <> 'done' and\s""" + Reach.visible(access);
        return Reach.bind(portalDatabase.sql(sql), access)
                .param("me", access.personId(), Types.OTHER)
                .query((row, number) -> new RequestCounts(
                        row.getLong("fresh"),
                        row.getLong("in_progress"),
                        row.getLong("waiting"),
                        row.getLong("mine"),
                        row.getLong("unowned")))
                .single();
    }

    private Optional<Request> one(Access access, String condition, Map<String, Object> values) {
        return bound(RequestSql.REQUEST + Reach.visible(access) + " and " + condition, access, values)
                .query(RequestSql::request)
                .optional()
                .map(request -> forReader(access, request));
    }

    private static Request forReader(Access access, Request request) {
        return access.isInternal()
                ? request
                : new Request(
                        request.state(),
                        request.text(),
                        request.confidential(),
                        request.withdrawn(),
                        request.lastActivityAt(),
                        request.changedAt(),
                        request.statusSince(),
                        request.serviceLevels(),
                        List.of());
    }

    private static String conditions(RequestFilter filter, Map<String, Object> values) {
        List<String> all = new ArrayList<>();
        if (!filter.statuses().isEmpty()) {
            all.add("r.status in (:statuses)");
            values.put(
                    "statuses",
                    filter.statuses().stream().map(ContractJson::word).toList());
        }
        if (filter.clientId() != null) {
            all.add("r.client_id = :client");
            values.put("client", filter.clientId());
        }
        if (filter.unowned()) {
            all.add("not exists (select from portal.person o where o.id = r.owner_id and o.active)");
        } else if (filter.ownerId() != null) {
            all.add("r.owner_id = :owner");
            values.put("owner", filter.ownerId());
        }
        if (filter.team() != null) {
            all.add("r.team = :team");
            values.put("team", filter.team());
        }
        wordsCondition(filter.words(), values).ifPresent(all::add);
        return all.stream().map(condition -> " and " + condition).collect(Collectors.joining());
    }

    private static Optional<String> wordsCondition(@Nullable String words, Map<String, Object> values) {
        if (words == null || words.isBlank()) {
            return Optional.empty();
        }
        OptionalLong number = Numbers.parse(words);
        if (number.isPresent()) {
            values.put("number", number.getAsLong());
            return Optional.of("r.number = :number");
        }
        String query = Arrays.stream(words.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", 0))
                .filter(word -> !word.isEmpty())
                .limit(10)
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
        values.put("query", query);
        return Optional.of("r.search @@ to_tsquery('simple', :query)");
    }

    private StatementSpec bound(String sql, Access access, Map<String, Object> values) {
        return Reach.bind(portalDatabase.sql(sql), access).params(values);
    }
}

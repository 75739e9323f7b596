package io.vestibule.portal.client;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.mail.FreeMail;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.Resource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The clients of the firm. A client's own people reach their client only; the firm's people, peers and the portal itself
 * reach all. Changes are one transaction each and answer with an {@link Outcome}.
 */
@Repository
public class Clients {

    private static final int LONGEST = 200;
    private static final String CLIENT = """
            select c.id, c.name, c.team, c.team_address, c.language, c.mail_content, c.version, c.changed_at,
                   (select p.id from portal.person p where p.id = c.default_owner and p.active) default_owner,
                   array(select d.domain from portal.client_domain d where d.client_id = c.id order by d.domain) domains
            from portal.client c
            where (:everyClient or c.id = :ownClient)
            """;
    private static final String NAMES = """
            select c.id, c.name from portal.client c
            where (:everyClient or c.id = :ownClient) order by lower(c.name), c.id
            """;

    private final Database portalDatabase;
    private final People people;

    Clients(Database portalDatabase, People people) {
        this.portalDatabase = portalDatabase;
        this.people = people;
    }

    public Optional<Client> find(Access access, UUID id) {
        return reaching(access, CLIENT + " and c.id = :id")
                .param("id", id)
                .query(ClientRow::map)
                .optional();
    }

    /** What everybody in reach is called, by name. */
    public Map<UUID, String> names(Access access) {
        Map<UUID, String> names = new LinkedHashMap<>();
        reaching(access, NAMES).query(row -> {
            names.put(row.getObject("id", UUID.class), row.getString("name"));
        });
        return names;
    }

    /** The client that owns this mail domain. */
    public Optional<Client> withDomain(Access access, String domain) {
        return reaching(
                        access,
                        CLIENT + " and c.id = (select client_id from portal.client_domain where domain = :domain)")
                .param("domain", MailDomains.normalized(domain))
                .query(ClientRow::map)
                .optional();
    }

    /** The clients that own these mail domains, by the domain as it was asked for. */
    public Map<String, Client> owners(Access access, Collection<String> domains) {
        Map<String, Client> byDomain = new HashMap<>();
        reaching(access, CLIENT + """
                         and c.id in (select d.client_id from portal.client_domain d where d.domain = any(:domains))
                        """)
                .param("domains", domains.stream().map(MailDomains::normalized).toArray(String[]::new))
                .query(ClientRow::map)
                .list()
                .forEach(client -> client.domains().forEach(domain -> byDomain.put(domain, client)));
        Map<String, Client> owners = new HashMap<>();
        for (String domain : domains) {
            Client owner = byDomain.get(MailDomains.normalized(domain));
            if (owner != null) {
                owners.put(domain, owner);
            }
        }
        return owners;
    }

    /** Those changed since, in the order of change, for readers that want to prove equality. */
    public List<ClientRow.Changed> changedAfter(Access access, ChangePosition after, int limit) {
        return reaching(access, CLIENT + """
                                and (c.changed_at, c.id) > (:at, :afterId)
                                order by c.changed_at, c.id limit :limit
                                """)
                .param("at", Database.at(after.at()))
                .param("afterId", after.id())
                .param("limit", limit)
                .query(ClientRow::mapChanged)
                .list();
    }

    public Outcome create(Access access, ClientChange change) {
        if (!mayChange(access)) {
            return notPermitted();
        }
        if (change.name() == null || change.name().isBlank()) {
            return Outcome.refused(Refusal.INVALID_COMMAND, "A client needs a name. Enter one.");
        }
        return portalDatabase.inTransaction(() -> {
            Optional<Refused> no = refusal(null, change);
            return no.isPresent() ? no.get() : insert(change);
        });
    }

    /** @param expectedVersion null = whatever the client looks like now */
    public Outcome change(Access access, UUID id, ClientChange change, @Nullable Long expectedVersion) {
        if (!mayChange(access)) {
            return notPermitted();
        }
        return portalDatabase.inTransaction(() -> {
            Optional<Client> known = lock(access, id);
            if (known.isEmpty()) {
                return Outcome.refused(Refusal.UNKNOWN_CLIENT, "There is no client " + id + ".");
            }
            if (expectedVersion != null && expectedVersion != known.get().version()) {
                return Outcome.refused(
                        Refusal.VERSION_MOVED,
                        "The client is at version " + known.get().version() + ". Read it again.");
            }
            Optional<Refused> no = refusal(id, change);
            return no.isPresent() ? no.get() : update(id, change);
        });
    }

    private Optional<Client> lock(Access access, UUID id) {
        portalDatabase
                .sql("select id from portal.client where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return find(access, id);
    }

    private Optional<Refused> refusal(@Nullable UUID id, ClientChange change) {
        if (tooLong(change.name()) || tooLong(change.team()) || tooLong(change.teamAddress())) {
            return no(Refusal.TOO_LARGE, "A name, team or address may have " + LONGEST + " characters.");
        }
        if (change.name() != null && change.name().isBlank()) {
            return no(Refusal.INVALID_COMMAND, "A client needs a name. Enter one.");
        }
        if (!isWord(MailLanguage.class, change.language()) || !isWord(MailContent.class, change.mailContent())) {
            return no(
                    Refusal.INVALID_COMMAND,
                    "Mails are written in en, de, fr, es or it, and carry the full content or a link.");
        }
        if (change.defaultOwner() != null && !isActiveInternal(change.defaultOwner())) {
            return no(
                    Refusal.UNKNOWN_PERSON,
                    "The owner is no active person of the firm. Choose one of the firm's active people.");
        }
        List<String> domains = change.domains() == null ? List.of() : change.domains();
        return domains.stream()
                .map(MailDomains::normalized)
                .flatMap(domain -> refusal(id, domain).stream())
                .findFirst();
    }

    private Optional<Refused> refusal(@Nullable UUID id, String domain) {
        if (!MailDomains.isDomain(domain)) {
            return no(Refusal.INVALID_COMMAND, domain + " is not a mail domain. Enter it like example.com.");
        }
        if (FreeMail.has(domain)) {
            return no(
                    Refusal.INVALID_COMMAND,
                    domain + " is a free-mail provider: anybody can have an address there. Add the people's addresses"
                            + " as contacts instead.");
        }
        return ownerOf(domain)
                .filter(owner -> !owner.id().equals(id))
                .flatMap(owner -> no(
                        Refusal.BELONGS_TO_ANOTHER_CLIENT,
                        domain + " belongs to " + owner.name() + ". Remove it there first."));
    }

    private Optional<Client> ownerOf(String domain) {
        return withDomain(Access.system("domain check"), domain);
    }

    private boolean isActiveInternal(UUID person) {
        return people.find(Access.system("owner check"), person)
                .filter(found -> found.clientId() == null && found.active())
                .isPresent();
    }

    private Outcome insert(ClientChange change) {
        UUID id = Ids.next();
        portalDatabase
                .sql("insert into portal.client (id, name) values (:id, :name)")
                .param("id", id)
                .param("name", strip(change.name()))
                .update();
        return write(id, change, 0);
    }

    private Outcome update(UUID id, ClientChange change) {
        return write(id, change, 1);
    }

    private Outcome write(UUID id, ClientChange change, int step) {
        portalDatabase
                .sql("""
                        update portal.client
                        set name = coalesce(:name, name),
                            default_owner = case when :withoutOwner then null else coalesce(:owner, default_owner) end,
                            team = nullif(coalesce(:team, team), ''),
                            team_address = nullif(coalesce(:teamAddress, team_address), ''),
                            language = nullif(coalesce(:language, language), ''),
                            mail_content = nullif(coalesce(:mailContent, mail_content), ''),
                            version = version + :step, changed_at = clock_timestamp()
                        where id = :id
                        """)
                .param("id", id)
                .param("name", strip(change.name()))
                .param("owner", change.defaultOwner())
                .param("withoutOwner", change.withoutOwner())
                .param("team", strip(change.team()))
                .param("teamAddress", strip(change.teamAddress()))
                .param("language", strip(change.language()))
                .param("mailContent", strip(change.mailContent()))
                .param("step", step)
                .update();
        if (change.domains() != null) {
            replaceDomains(id, change.domains());
        }
        Client client = find(Access.system("clients"), id).orElseThrow();
        return new Applied(
                new Resource("client", id.toString(), client.name(), client.version(), "/console/clients/" + id));
    }

    private void replaceDomains(UUID id, List<String> domains) {
        String[] wanted =
                domains.stream().map(MailDomains::normalized).distinct().toArray(String[]::new);
        portalDatabase
                .sql("delete from portal.client_domain where client_id = :id and domain <> all(:wanted)")
                .param("id", id)
                .param("wanted", wanted)
                .update();
        portalDatabase.sql("""
                        insert into portal.client_domain (domain, client_id)
                        select unnest(:wanted), :id on conflict (domain) do nothing
                        """).param("id", id).param("wanted", wanted).update();
    }

    private static <E extends Enum<E>> boolean isWord(Class<E> words, @Nullable String word) {
        return word == null
                || word.isBlank()
                || Arrays.stream(words.getEnumConstants())
                        .anyMatch(constant -> ContractJson.word(constant).equals(word.strip()));
    }

    private static boolean mayChange(Access access) {
        return access.may(Permission.CHANGE_CONSOLE);
    }

    private static Outcome notPermitted() {
        return Outcome.refused(Refusal.NOT_PERMITTED, "Only an admin of the firm changes clients. Ask one of them.");
    }

    private static Optional<Refused> no(Refusal reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }

    private static boolean tooLong(@Nullable String text) {
        return text != null && text.length() > LONGEST;
    }

    private static @Nullable String strip(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    private StatementSpec reaching(Access access, String sql) {
        return portalDatabase
                .sql(sql)
                .param("everyClient", access.everyClient())
                .param("ownClient", access.clientId());
    }
}

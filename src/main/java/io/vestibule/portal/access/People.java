package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import io.vestibule.portal.access.PersonEvent.What;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * The people of the firm and of its clients. Reads return nobody outside the reach of the {@link Access}; changes
 * answer with a value and never throw for a "no". Each change is one transaction, in which it is noted, too.
 */
@Repository
public class People {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"]{1,64}@[^\\s@<>\"]+\\.[^\\s@<>\".]{2,}");
    private static final int LONGEST_ADDRESS = 254;
    static final String PERSON = """
            select id, client_id, name, email, role, billing, admitted, active, password_hash is not null has_password,
                   invited_at, last_sign_in_at
            from portal.person
            """;
    /** Takes the lock of {@code email}. */
    static final String LOCK_ADDRESS = "pg_advisory_xact_lock(hashtextextended('address:' || email, 0))";

    /** Nobody outside the reach; a person always sees the own row. */
    private static final String IN_REACH = """
            (:everyClient or client_id = :ownClient) and (:seesPeople or id = :self)
            """;

    private final Database portalDatabase;
    private final PersonEvents events;
    private final ClientDomains domains;
    private final Clock clock;

    People(Database portalDatabase, PersonEvents events, ClientDomains domains, Clock clock) {
        this.portalDatabase = portalDatabase;
        this.events = events;
        this.domains = domains;
        this.clock = clock;
    }

    /** The one form in which addresses are stored and compared. */
    public static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    public Optional<Person> find(Access access, UUID id) {
        return reaching(access, PERSON + " where id = :id and " + IN_REACH)
                .param("id", id)
                .query(PersonRow::map)
                .optional();
    }

    /** Everybody of one client, by name; empty when it is out of reach. */
    public List<Person> ofClient(Access access, UUID clientId) {
        return reaching(access, PERSON + " where client_id = :client and " + IN_REACH + " order by name, email")
                .param("client", clientId)
                .query(PersonRow::map)
                .list();
    }

    /** The firm's own people, by name. */
    public List<Person> internal(Access access) {
        return reaching(access, PERSON + " where client_id is null and " + IN_REACH + " order by name, email")
                .query(PersonRow::map)
                .list();
    }

    /** Those of the firm's own people with one of these addresses, by name. */
    public List<Person> internalWith(Access access, Collection<String> emails) {
        return reaching(
                        access,
                        PERSON + " where client_id is null and email = any(:emails) and " + IN_REACH
                                + " order by name, email")
                .param("emails", emails.stream().map(People::normalized).toArray(String[]::new))
                .query(PersonRow::map)
                .list();
    }

    /** Every row with this main address in reach: one per client, and possibly one internal. */
    public List<Person> withEmail(Access access, String email) {
        return reaching(access, PERSON + " where email = :email and " + IN_REACH + " order by client_id nulls first")
                .param("email", normalized(email))
                .query(PersonRow::map)
                .list();
    }

    /** The one at this client who writes from this address, be it the main one or a further one. */
    public Optional<Person> ofClientWithEmail(Access access, UUID clientId, String email) {
        return reaching(access, PERSON + """
                         where client_id = :client and id in (
                            select id from portal.person where email = :email
                            union all
                            select person_id from portal.person_address where address = :email and removed_at is null)
                         and\s""" + IN_REACH)
                .param("client", clientId)
                .param("email", normalized(email))
                .query(PersonRow::map)
                .optional();
    }

    /** What an address is to a client. */
    public enum Standing {
        NOT_AN_ADDRESS,
        /** Of somebody there. */
        HERE,
        /** Of somebody at another client only, or under a domain of one. */
        ELSEWHERE,
        NEW
    }

    /** For those who see every client. */
    public Standing standing(Access access, UUID client, String email) {
        if (!isAddress(email)) {
            return Standing.NOT_AN_ADDRESS;
        }
        if (ofClientWithEmail(access, client, email).isPresent()) {
            return Standing.HERE;
        }
        boolean elsewhere = withEmail(access, email).stream().anyMatch(person -> person.clientId() != null)
                || domains.isOfAnother(client, normalized(email));
        return elsewhere ? Standing.ELSEWHERE : Standing.NEW;
    }

    /** Creates the person; the caller mails the invitation after the commit. */
    public PersonChange invite(Access access, Invitation invitation) {
        Reason no = refusal(access, invitation);
        return no == null
                ? insert(access, invitation, new Beginning(true, true, vouchedBy(access, invitation)))
                : new Refused(no);
    }

    /** The firm, or the client where the address is one of its own domain; else the first sign-in or the firm has to. */
    private boolean vouchedBy(Access access, Invitation invitation) {
        return access.everyClient() || domains.isOf(invitation.clientId(), normalized(invitation.email()));
    }

    /**
     * The person behind a mail or a vendor's contact, created as a Client Member when new. An address that is known
     * keeps its name, rights and role; a domain-only sender becomes admitted when {@code admitted} is set.
     */
    public PersonChange know(Access access, UUID clientId, String name, String email, boolean admitted) {
        if (!access.reaches(clientId) || access.isPerson()) {
            return new Refused(Reason.NOT_ALLOWED);
        }
        Optional<Person> known = ofClientWithEmail(access, clientId, email);
        if (known.isPresent()) {
            return admitted && !known.get().admitted()
                    ? admitted(access, known.get().id())
                    : new Changed(known.get());
        }
        String shown = name.isBlank() ? normalized(email) : name.strip();
        Invitation sender = new Invitation(clientId, shown, email, Role.CLIENT_MEMBER, false);
        return isAddress(email)
                ? insert(access, sender, new Beginning(false, admitted, true))
                : new Refused(Reason.NOT_AN_ADDRESS);
    }

    public PersonChange changeRole(Access access, UUID id, Role role, boolean billing) {
        return change(access, id, person -> {
            if (role.isInternal() != person.role().isInternal()) {
                return new Refused(Reason.ROLE_OUT_OF_REACH);
            }
            if (role != Role.INTERNAL_ADMIN && isLastAdmin(person)) {
                return new Refused(Reason.LAST_ADMIN);
            }
            boolean invoices = role.isInternal() ? person.billing() : billing;
            return save(access, What.ROLE_CHANGED, person, person.withRole(role, invoices));
        });
    }

    /** Lets a sender that was known by domain only see what every member sees. */
    public PersonChange admit(Access access, UUID id) {
        return change(access, id, person -> save(access, What.ADMITTED, person, person.withAdmitted(true)));
    }

    /** The firm says that mail from this person is this client's. */
    public void vouch(Access access, UUID id) {
        portalDatabase.inTransaction(() -> {
            int rows = portalDatabase
                    .sql("update portal.person set vouched = true where id = :id and not vouched and :everyClient")
                    .param("id", id)
                    .param("everyClient", access.everyClient())
                    .update();
            if (rows == 1) {
                events.note(access, id, What.VOUCHED, null, null);
            }
        });
    }

    /** Ends every session of the person at its next request; the history stays. */
    public PersonChange deactivate(Access access, UUID id) {
        return change(access, id, person -> {
            if (id.equals(access.personId())) {
                return new Refused(Reason.ONESELF);
            }
            return isLastAdmin(person)
                    ? new Refused(Reason.LAST_ADMIN)
                    : save(access, What.DEACTIVATED, person, person.withActive(false));
        });
    }

    public PersonChange activate(Access access, UUID id) {
        return change(access, id, person -> save(access, What.ACTIVATED, person, person.withActive(true)));
    }

    private PersonChange change(Access access, UUID id, Function<Person, PersonChange> step) {
        return portalDatabase.inTransaction(() -> {
            lockWithAdmins(id);
            Optional<Person> person = find(access, id);
            if (person.isEmpty()) {
                return new Refused(Reason.NOT_FOUND);
            }
            return access.mayChangePeopleOf(person.get().clientId())
                    ? step.apply(person.get())
                    : new Refused(Reason.NOT_ALLOWED);
        });
    }

    /** Two admins that deactivate each other at the same moment would leave none; and a step starts from what is there. */
    private void lockWithAdmins(UUID id) {
        portalDatabase
                .sql("select id from portal.person where role = 'INTERNAL_ADMIN' or id = :id order by id for update")
                .param("id", id)
                .query(UUID.class)
                .list();
    }

    private boolean isLastAdmin(Person person) {
        return person.role() == Role.INTERNAL_ADMIN
                && portalDatabase
                        .sql("select not exists (select from portal.person where role = 'INTERNAL_ADMIN'"
                                + " and active and id <> :id)")
                        .param("id", person.id())
                        .query(Boolean.class)
                        .single();
    }

    private @Nullable Reason refusal(Access access, Invitation invitation) {
        if (!access.mayChangePeopleOf(invitation.clientId())) {
            return Reason.NOT_ALLOWED;
        }
        if (invitation.role().isInternal() != (invitation.clientId() == null)) {
            return Reason.ROLE_OUT_OF_REACH;
        }
        if (invitation.name().isBlank()) {
            return Reason.NAME_MISSING;
        }
        if (!isAddress(invitation.email())) {
            return Reason.NOT_AN_ADDRESS;
        }
        return access.everyClient() || !domains.isOfAnother(invitation.clientId(), normalized(invitation.email()))
                ? null
                : Reason.DOMAIN_OF_ANOTHER_CLIENT;
    }

    static boolean isAddress(String email) {
        String address = normalized(email);
        return address.length() <= LONGEST_ADDRESS && ADDRESS.matcher(address).matches();
    }

    /** How a person is known at first: was mailed an invitation, sees what members see, and is vouched for. */
    private record Beginning(boolean invited, boolean admitted, boolean vouched) {}

    private PersonChange insert(Access by, Invitation invitation, Beginning how) {
        return portalDatabase.inTransaction(() -> {
            String email = normalized(invitation.email());
            lockAddress(email);
            return isFurther(email) ? new Refused(Reason.ADDRESS_TAKEN) : insertRow(by, invitation, how);
        });
    }

    /** Of two that make one address somebody's at the same moment, the second sees what the first did. */
    void lockAddress(String email) {
        portalDatabase
                .sql("select " + LOCK_ADDRESS + " from (select cast(:email as text) email) one")
                .param("email", email)
                .query((row, number) -> true)
                .single();
    }

    private boolean isFurther(String email) {
        return portalDatabase
                .sql("select exists (select from portal.person_address where address = :email and removed_at is null)")
                .param("email", email)
                .query(Boolean.class)
                .single();
    }

    /** "on conflict" and not a caught exception: the caller's transaction must stay usable. */
    private PersonChange insertRow(Access by, Invitation invitation, Beginning how) {
        UUID id = Ids.next();
        int rows = portalDatabase
                .sql("""
                        insert into portal.person
                            (id, client_id, name, email, role, billing, admitted, vouched, invited_at)
                        values (:id, :client, :name, :email, :role, :billing, :admitted, :vouched, :invitedAt)
                        on conflict (client_id, email) do nothing
                        """)
                .param("id", id)
                .param("client", invitation.clientId())
                .param("name", invitation.name().strip())
                .param("email", normalized(invitation.email()))
                .param("role", invitation.role().name())
                .param("billing", invitation.billing())
                .param("admitted", how.admitted())
                .param("vouched", how.vouched())
                .param("invitedAt", Database.at(how.invited() ? clock.instant() : null))
                .update();
        if (rows == 0) {
            return new Refused(Reason.ALREADY_KNOWN);
        }
        Person person = reread(id);
        events.note(by, id, how.invited() ? What.INVITED : What.BECAME_KNOWN, null, person.rights());
        return new Changed(person);
    }

    private PersonChange save(Access by, What what, Person former, Person person) {
        portalDatabase
                .sql("""
                        update portal.person
                        set role = :role, billing = :billing, admitted = :admitted, active = :active
                        where id = :id
                        """)
                .param("id", person.id())
                .param("role", person.role().name())
                .param("billing", person.billing())
                .param("admitted", person.admitted())
                .param("active", person.active())
                .update();
        if (!person.equals(former)) {
            boolean rights = what == What.ROLE_CHANGED;
            events.note(by, person.id(), what, rights ? former.rights() : null, rights ? person.rights() : null);
        }
        return new Changed(reread(person.id()));
    }

    /** Touches nothing else: the mail that shows who it is may come while somebody changes the person. */
    private PersonChange admitted(Access by, UUID id) {
        return portalDatabase.inTransaction(() -> {
            int rows = portalDatabase
                    .sql("update portal.person set admitted = true where id = :id and not admitted")
                    .param("id", id)
                    .update();
            if (rows == 1) {
                events.note(by, id, What.ADMITTED, null, null);
            }
            return new Changed(reread(id));
        });
    }

    private Person reread(UUID id) {
        return find(Access.system("people"), id).orElseThrow();
    }

    private StatementSpec reaching(Access access, String sql) {
        return portalDatabase
                .sql(sql)
                .param("everyClient", access.everyClient())
                .param("ownClient", access.clientId())
                .param("seesPeople", access.may(Permission.SEE_PEOPLE))
                .param("self", access.personId());
    }
}

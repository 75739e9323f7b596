package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.PersonAddresses;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.support.Firm;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whom a mail names takes part by the word of who may say so, or waits for the firm. */
class OnlookersTests extends RequestTest {

    private static final String EVE = "eve@elsewhere.example";

    @Autowired
    PersonAddresses addresses;

    private UUID request;

    @BeforeEach
    void aRequest() {
        request = open();
    }

    @Test
    void onlyTheFirmAdmitsAndWhoIsRemovedIsNeitherListedNorToldAnything() {
        named(member, List.of(), List.of(contact(EVE)));
        Access other = firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN);

        assertThat(requests.decide(firm.person(client, Role.CLIENT_ADMIN), request, EVE, true))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Refusal.NOT_PERMITTED));
        assertThat(requests.decide(other, request, EVE, true)).isInstanceOf(Refused.class);
        assertThat(requests.onlookers(other, request)).isEmpty();
        assertThat(listed()).containsExactly(EVE);

        Firm.applied(requests.decide(staff, request, EVE, false));
        Firm.applied(requests.decide(staff, request, EVE, true));
        assertThat(listed()).isEmpty();
        assertThat(participants()).doesNotContain(EVE);
    }

    @Test
    void whoMayOnlyReadBringsNobody() {
        named(firm.person(client, Role.VIEWER), List.of(contact(EVE)), List.of());

        assertThat(participants()).doesNotContain(EVE);
        assertThat(listed()).containsExactly(EVE);
    }

    @Test
    void whoTakesPartIsNotListedWithAFurtherAddress() {
        Party colleague = Party.of(firm.person(firm.person(client, Role.CLIENT_MEMBER)));
        String home = unique("home") + "@home.example";
        addresses.add(Firm.HUB, UUID.fromString(Objects.requireNonNull(colleague.id())), home);
        named(viewer, List.of(), List.of(contact(home)));
        assertThat(listed()).containsExactly(home);

        named(member, List.of(colleague), List.of());
        assertThat(listed()).isEmpty();
        named(member, List.of(), List.of(contact(home)));
        assertThat(listed()).isEmpty();
    }

    @Test
    void whoIsNoLongerActiveStaysAway() {
        Access gone = firm.person(client, Role.CLIENT_MEMBER);
        Party party = Party.of(firm.person(gone));
        UUID id = Objects.requireNonNull(gone.personId());
        people.deactivate(Access.system("test"), id);

        named(member, List.of(party, contact(EVE)), List.of());
        people.activate(Access.system("test"), id);

        assertThat(participants()).contains(EVE).doesNotContain(party.email());
    }

    private void named(Access writer, List<Party> colleagues, List<Party> others) {
        Outcome outcome = requests.noteRecipients(
                Firm.HUB, request, new Company(Party.of(firm.person(writer)), colleagues, others));
        Firm.applied(outcome);
    }

    private static Party contact(String email) {
        return new Party(Party.Kind.CONTACT, null, null, email);
    }

    private List<String> listed() {
        return requests.onlookers(staff, request).stream().map(Onlooker::email).toList();
    }

    private List<String> participants() {
        return requests.find(staff, request).orElseThrow().state().participants().stream()
                .map(Party::email)
                .toList();
    }
}

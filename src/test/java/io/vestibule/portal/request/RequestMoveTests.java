package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.VestibuleTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A request that was shown to the wrong client goes to the right one, and takes nothing of the wrong one along. */
class RequestMoveTests extends VestibuleTest {

    private static final Party DANA = new Party(Party.Kind.STAFF, null, "Dana", null);

    @Autowired
    Requests requests;

    @Autowired
    Clients clients;

    @Autowired
    People people;

    private Firm firm;
    private UUID wrong;
    private UUID right;
    private Access staff;
    private Access atWrong;
    private Access atRight;

    @BeforeEach
    void setUp() {
        firm = new Firm(clients, people);
        wrong = firm.client(unique("wrong"));
        right = firm.client(unique("right"));
        staff = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        atWrong = firm.person(wrong, Role.CLIENT_ADMIN);
        atRight = firm.person(right, Role.CLIENT_ADMIN);
    }

    @Test
    void theWrongClientSeesItNoLongerAndTheRightOneDoes() {
        UUID id = open();

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.find(atWrong, id)).isEmpty();
        assertThat(requests.find(atRight, id)).isPresent();
    }

    @Test
    void wordsOfTheWrongClientsPeopleAreForTheFirmOnly() {
        UUID id = open();
        Firm.applied(requests.comment(atWrong, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id))
                .allSatisfy(entry -> assertThat(entry.by().id()).isNotEqualTo(String.valueOf(atWrong.personId())))
                .filteredOn(entry -> entry.kind() == RequestEntry.Kind.COMMENT)
                .hasSize(1);
        assertThat(requests.timeline(staff, id))
                .anySatisfy(entry -> assertThat(String.valueOf(entry.text())).contains("Moved from wrong"));
        assertThat(requests.find(staff, id).orElseThrow().state().participants())
                .noneSatisfy(party -> assertThat(party.id()).isEqualTo(String.valueOf(atWrong.personId())));
    }

    @Test
    void aWithdrawnRequestIsShownToNoClientUntilItIsMovedAgain() {
        UUID id = open();

        Firm.applied(requests.moveToClient(Firm.HUB, id, null, DANA));
        assertThat(requests.find(atWrong, id)).isEmpty();
        assertThat(requests.find(staff, id)).isPresent();

        Firm.applied(requests.moveToClient(Firm.HUB, id, wrong, DANA));
        assertThat(requests.find(atWrong, id)).isPresent();
    }

    @Test
    void noPersonMovesARequest() {
        UUID id = open();

        for (Access person : new Access[] {staff, atWrong, firm.person(null, Role.INTERNAL_ADMIN)}) {
            assertThat(requests.moveToClient(person, id, right, DANA)).isInstanceOf(Refused.class);
        }
    }

    private UUID open() {
        return Firm.id(requests.open(Firm.HUB, Firm.request(wrong), Firm.from("crm", unique("ticket"))));
    }
}

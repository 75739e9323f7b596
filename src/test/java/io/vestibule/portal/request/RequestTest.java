package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;

/** A client of its own for each test, with two of its people and one of the firm. */
abstract class RequestTest extends PortalTest {

    @Autowired
    Requests requests;

    @Autowired
    Clients clients;

    @Autowired
    People people;

    Firm firm;
    UUID client;
    Access staff;
    Access member;
    Access viewer;

    @BeforeEach
    void aClient() {
        firm = new Firm(clients, people);
        client = firm.client(unique("client"));
        staff = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        member = firm.person(client, Role.CLIENT_MEMBER);
        viewer = firm.person(client, Role.VIEWER);
    }

    UUID open() {
        return Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
    }

    RequestState state(UUID id) {
        return requests.find(Firm.HUB, id).orElseThrow().state();
    }

    /** Types of the events that tell about it. */
    List<String> events(UUID id) {
        return portalDatabase
                .sql("select type from portal.feed_event where object_id = ? order by stamp, position")
                .param(id)
                .query(String.class)
                .list();
    }

    static Refusal refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }
}

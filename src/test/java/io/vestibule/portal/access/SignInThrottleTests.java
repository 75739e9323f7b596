package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.portal.access.SignInThrottle.Limit;
import io.vestibule.support.PortalTest;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How often one may try, and what counts. */
class SignInThrottleTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");

    @Autowired
    private SignInThrottle throttle;

    @Autowired
    private SignIn signIn;

    @Autowired
    private SignInLinks links;

    @Autowired
    private People people;

    private String address = "";

    @BeforeEach
    void somebodyNew() {
        portalDatabase.sql("delete from portal.sign_in_attempt").update();
        address = unique("somebody") + "@example.com";
    }

    @Test
    void whoGoesOnAskingTooEarlyGetsTheNextLinkAnHourAfterTheFirst() {
        assertThat(allowed(Limit.LINK_PER_ADDRESS, address, 20)).isEqualTo(5);

        timeGoesOn("50 minutes");
        assertThat(allowed(Limit.LINK_PER_ADDRESS, address, 20))
                .as("not yet an hour")
                .isZero();

        timeGoesOn("11 minutes");
        assertThat(allowed(Limit.LINK_PER_ADDRESS, address, 20)).isEqualTo(5);
    }

    @Test
    void aFloodLeavesNoMoreBehindThanWhatWasAllowed() {
        allowed(Limit.LINK_PER_ADDRESS, address, 50);

        assertThat(portalDatabase
                        .sql("select count(*) from portal.sign_in_attempt")
                        .query(Integer.class)
                        .single())
                .isEqualTo(5);
    }

    @Test
    void ofTriesAtTheSameMomentAsManyAreAllowedAsOneAfterTheOther() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> tried = () -> throttle.allows(Limit.LINK_PER_ADDRESS, address);
            assertThat(threads.invokeAll(Collections.nCopies(20, tried)).stream()
                            .filter(Future::resultNow))
                    .hasSize(5);
        }
    }

    @Test
    void whoSignsInByALinkGivesTheNetworkOneBackAndNoMore() {
        String network = unique("network");
        assertThat(allowed(Limit.LINK_PER_NETWORK, network, 61)).isEqualTo(60);

        Person tom = ((Changed)
                        people.invite(SYSTEM, new Invitation(Ids.next(), "Tom", address, Role.CLIENT_MEMBER, false)))
                .person();
        String token =
                links.create(new SignInLink(tom.email(), Purpose.SIGN_IN, null, "/portal"), AccessMails.LINK_LIFE);
        assertThat(signIn.byLink(token, null, network)).isPresent();

        assertThat(throttle.allows(Limit.LINK_PER_NETWORK, network)).isTrue();
        assertThat(throttle.allows(Limit.LINK_PER_NETWORK, network)).isFalse();
    }

    private long allowed(Limit limit, String subject, int tries) {
        long allowed = 0;
        for (int number = 0; number < tries; number++) {
            allowed += throttle.allows(limit, subject) ? 1 : 0;
        }
        return allowed;
    }

    /** As if all tries were longer ago, by the database's clock. */
    private void timeGoesOn(String by) {
        portalDatabase
                .sql("update portal.sign_in_attempt set at = at - interval '" + by + "'")
                .update();
    }
}

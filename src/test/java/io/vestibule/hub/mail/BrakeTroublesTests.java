package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalUnreachable;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.platform.web.Times;
import io.vestibule.support.VestibuleTest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The pages that tell what is wrong come up while the portal is away. */
class BrakeTroublesTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> addresses = List.of(unique("a") + "@mail.example", unique("b") + "@mail.example");

    @AfterEach
    void letGo() {
        hubDatabase
                .sql("delete from hub.mail_brake where address in (:addresses)")
                .param("addresses", addresses)
                .update();
    }

    @Test
    void aPortalThatCantBeAskedIsAskedOnceAndWhatIsHeldBackIsNamedWithoutTheNumber() {
        addresses.forEach(this::brake);
        BrakeTroubles troubles =
                new BrakeTroubles(context.getBean(MailBrakes.class), away(), context.getBean(Times.class));

        troubles.troubles();
        List<Trouble> told = troubles.troubles();

        assertThat(told).extracting(Trouble::names).contains(List.of(addresses.getFirst(), "a request"));
        assertThat(asked).hasValue(1);
    }

    private PortalGateway away() {
        return (PortalGateway) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {PortalGateway.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    throw new PortalUnreachable("It hangs");
                });
    }

    private void brake(String address) {
        hubDatabase
                .sql("""
                        insert into hub.mail_brake (address, request_id, since, until, held_back)
                        values (:address, :request, now() - interval '900 days', now() + interval '1 hour', 1)
                        """)
                .param("address", address)
                .param("request", unique("request"))
                .update();
    }
}

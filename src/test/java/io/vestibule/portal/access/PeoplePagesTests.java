package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who may do what, on the page of a Client Admin. */
class PeoplePagesTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @Test
    void aPageThatIsOvertakenGivesNoRightBack() {
        UUID acme = Ids.next();
        portalDatabase
                .sql("insert into portal.client (id, name) values (?, 'Acme')")
                .param(acme)
                .update();
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        Person tom = cast.person(acme, Role.CLIENT_ADMIN);
        String form = "form[action$=" + tom.id() + "/role]";
        String seen = admin.get("/portal/people")
                .html()
                .select(form + " input[name=seen]")
                .val();
        people.changeRole(Access.system("test"), tom.id(), Role.VIEWER, false);

        String path = "/portal/people/" + tom.id() + "/role";
        admin.post(path, Map.of("role", "CLIENT_ADMIN", "billing", "true", "seen", seen));

        assertThat(people.find(Access.system("test"), tom.id()).orElseThrow().role())
                .isEqualTo(Role.VIEWER);
        assertThat(admin.get("/portal/people").text())
                .contains("Somebody else changed what " + tom.name() + " may do meanwhile");
        admin.post(path, Map.of("role", "CLIENT_MEMBER", "seen", "VIEWER false"));
        assertThat(people.find(Access.system("test"), tom.id()).orElseThrow().role())
                .isEqualTo(Role.CLIENT_MEMBER);
    }
}

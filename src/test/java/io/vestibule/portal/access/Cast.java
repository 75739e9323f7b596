package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.support.Browser;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.context.ApplicationContext;

/** People for tests, and browsers in which they are signed in the way they sign in themselves. */
public final class Cast {

    private static final Access TEST = Access.system("test");

    private final People people;
    private final SignInLinks links;
    private final Browser template;

    public Cast(ApplicationContext context, Browser template) {
        AutowireCapableBeanFactory beans = context.getAutowireCapableBeanFactory();
        this.people = beans.getBean(People.class);
        this.links = beans.getBean(SignInLinks.class);
        this.template = template;
    }

    /** @param client null for the firm's own people */
    public Person person(@Nullable UUID client, Role role) {
        return person(client, role, false);
    }

    public Person person(@Nullable UUID client, Role role, boolean billing) {
        String email = "p-" + Ids.next() + "@example.com";
        Invitation invitation = new Invitation(client, "Person " + Ids.token().substring(0, 6), email, role, billing);
        return ((Changed) people.invite(TEST, invitation)).person();
    }

    /** Somebody who wrote from the client's domain and was not admitted yet. */
    public Person stranger(UUID client) {
        return ((Changed) people.know(TEST, client, "Stranger", "s-" + Ids.next() + "@example.com", false)).person();
    }

    public Browser signIn(Person person) {
        Browser browser = template.another();
        Purpose purpose = person.role().isInternal() ? Purpose.SET_PASSWORD : Purpose.SIGN_IN;
        String path = person.role().isInternal() ? "/sign-in/passwords/" : "/sign-in/links/";
        SignInLink link = new SignInLink(person.email(), purpose, person.id(), OwnPath.HOME);
        String address = path + links.create(link, AccessMails.LINK_LIFE);
        browser.get(address);
        assertThat(browser.post(address, Map.of("newPassword", "a few unrelated words"))
                        .status())
                .isEqualTo(302);
        return browser;
    }
}

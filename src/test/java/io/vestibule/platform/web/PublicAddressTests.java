package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.start.StartRefused;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class PublicAddressTests {

    @Test
    void buildsLinksOnTheConfiguredAddressOnly() {
        PublicAddress address = address("https://portal.example.com/");
        assertThat(address.of("/portal/requests/7")).isEqualTo("https://portal.example.com/portal/requests/7");
        assertThat(address.isHttps()).isTrue();
    }

    @Test
    void fallsBackToThisMachine() {
        PublicAddress address = new PublicAddress(new MockEnvironment().withProperty("local.server.port", "4711"));
        assertThat(address.of("/portal")).isEqualTo("http://localhost:4711/portal");
        assertThat(address.isConfigured()).isFalse();
    }

    @Test
    void refusesWhatIsNoWebAddress() {
        assertThatThrownBy(() -> address("portal.example.com"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("vestibule.public-url is 'portal.example.com'")
                .hasMessageContaining("https://portal.example.com");
        assertThatThrownBy(() -> address("ftp://portal.example.com")).isInstanceOf(StartRefused.class);
        assertThatThrownBy(() -> address("https://no good")).isInstanceOf(StartRefused.class);
    }

    private static PublicAddress address(String url) {
        return new PublicAddress(new MockEnvironment().withProperty("vestibule.public-url", url));
    }
}

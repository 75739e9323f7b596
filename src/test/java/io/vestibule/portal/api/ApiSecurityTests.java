package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.support.PortalTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.SecurityFilterChain;

class ApiSecurityTests extends PortalTest {

    @Autowired
    GeneratedSecrets secrets;

    @Autowired
    List<SecurityFilterChain> chains;

    @Test
    void aCallOfAPeerPassesNothingThatIsMadeForPages() {
        MockHttpServletRequest call = new MockHttpServletRequest("POST", "/portal/api/v1/commands");
        call.setServletPath("/portal/api/v1/commands");

        SecurityFilterChain first =
                chains.stream().filter(chain -> chain.matches(call)).findFirst().orElseThrow();

        assertThat(first.getFilters())
                .extracting(filter -> filter.getClass().getSimpleName())
                .containsExactly("WebAsyncManagerIntegrationFilter", "HeaderWriterFilter", "PeerFilter");
    }

    @Test
    void answersCarryTheHeadersOfEveryAnswerAndNoCookie() throws IOException, InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(URI.create(url("/portal/api/v1/clients")))
                .header("Authorization", "Bearer " + secrets.get("peer-token"))
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(call, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }
}

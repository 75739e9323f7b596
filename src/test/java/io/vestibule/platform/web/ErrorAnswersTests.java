package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.platform.database.EmbeddedPostgresWatch;
import io.vestibule.platform.database.StorageState;
import jakarta.servlet.RequestDispatcher;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.web.servlet.error.DefaultErrorAttributes;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

class ErrorAnswersTests {

    private final ErrorAnswers answers = new ErrorAnswers(
            new DefaultErrorAttributes(),
            new StorageState(),
            new OutageWords(
                    new StaticListableBeanFactory().getBeanProvider(EmbeddedPostgresWatch.class),
                    new Times(Clock.systemUTC(), ZoneOffset.UTC, new StaticMessageSource())));
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @Test
    void answersAMachineWithAProblemThatSaysWhatToDoAndShowsNoTrace() throws IOException {
        assertThat(answer("/portal/api/v1/commands", 500, new IllegalStateException("password=hunter2")))
                .isNull();
        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(response.getContentType()).startsWith("application/problem+json");
        assertThat(response.getContentAsString())
                .contains("\"detail\":\"Something went wrong on our side.\"", "\"action\":\"Try again in a minute.\"")
                .doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void saysWhereTheJsonOfAMachineIsBroken() throws IOException {
        answer("/console/api/v1/messages", 400, unreadable("{\n  \"name\": oops"));
        assertThat(response.getContentAsString()).contains("line 2, column").doesNotContain("oops");
    }

    @Test
    void asksToComeAgainWhenTheDatabaseIsGone() throws IOException {
        answer("/hooks/books", 500, new CannotGetJdbcConnectionException("hub - not available, user=secret"));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("30");
        assertThat(response.getContentAsString())
                .contains("The database can't be used")
                .doesNotContain("secret");
    }

    @Test
    void answersAPersonWithAPage() throws IOException {
        ModelAndView page = Objects.requireNonNull(answer("/portal/requests/4711", 404, null));
        assertThat(page.getViewName()).isEqualTo("error/page");
        assertThat(page.getModel().get("problem")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.title()).isEqualTo("Not Found");
            assertThat(problem.description()).contains("or not for you");
        });
    }

    @Test
    void whoOpensTheAddressOfAFormIsNotSentToTheDescriptionOfTheApi() throws IOException {
        ModelAndView page = Objects.requireNonNull(answer("/portal/peers/crm/rotation", 405, null));
        assertThat(page.getModel().get("problem")).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.description()).contains("no page to open here");
            assertThat(problem.action()).doesNotContain("API");
        });
        answer("/portal/api/v1/commands", 405, null);
        assertThat(response.getContentAsString()).contains("See the API description.");
    }

    private @Nullable ModelAndView answer(String path, int status, @Nullable Exception failure) throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/error");
        request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, path);
        request.setAttribute(RequestDispatcher.ERROR_STATUS_CODE, status);
        if (failure != null) {
            request.setAttribute(RequestDispatcher.ERROR_EXCEPTION, failure);
        }
        return answers.answer(request, response);
    }

    private static HttpMessageNotReadableException unreadable(String json) {
        try {
            new ObjectMapper().readTree(json);
            throw new AssertionError("Should not be readable: " + json);
        } catch (JsonProcessingException e) {
            return new HttpMessageNotReadableException("Unreadable", e, new MockHttpInputMessage(new byte[0]));
        }
    }
}

package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.vestibule.support.VestibuleTest;
import jakarta.servlet.RequestDispatcher;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

/** What people see when a page fails. */
class ErrorPageTests extends VestibuleTest {

    @Autowired
    private WebApplicationContext context;

    /** The failed page's notice comes along to the error page: it may be the very thing that failed. */
    @Test
    void aNoticeThatCannotBeSaidDoesNotBreakTheErrorPageToo() throws Exception {
        MockHttpServletResponse answer = MockMvcBuilders.webAppContextSetup(context)
                .build()
                .perform(get("/error")
                        .requestAttr(RequestDispatcher.ERROR_STATUS_CODE, 500)
                        .requestAttr(RequestDispatcher.ERROR_REQUEST_URI, "/portal/requests")
                        .flashAttr(Notice.MODEL, Notice.problem("people.waiting", "no number")))
                .andReturn()
                .getResponse();

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(answer.getContentAsString()).contains("Something went wrong on our side.", "Try again in a minute.");
    }
}

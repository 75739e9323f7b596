package io.vestibule.platform.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.vestibule.platform.database.Outage;
import io.vestibule.platform.database.StorageState;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.error.ErrorAttributes;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the outside sees when a request fails: {@code application/problem+json} on the paths of machines, a page for
 * people. Says what is wrong and what to do; the stack trace stays in the log.
 */
@Controller
class ErrorAnswers implements ErrorController {

    private static final String CONSOLE = "/console";

    private static final Problem OUTAGE = new Problem(
            HttpStatus.SERVICE_UNAVAILABLE, "The database can't be used right now.", "Try again in a minute.");

    private final ErrorAttributes attributes;
    private final StorageState storage;
    private final OutageWords outageWords;

    ErrorAnswers(ErrorAttributes attributes, StorageState storage, OutageWords outageWords) {
        this.attributes = attributes;
        this.storage = storage;
        this.outageWords = outageWords;
    }

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    ModelAndView answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Throwable error = attributes.getError(new ServletWebRequest(request));
        boolean forMachines = MachinePaths.hold(path(request));
        Problem problem = Outage.is(error) ? outage(request) : problem(status(request), error, forMachines);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "30");
        }
        if (forMachines) {
            problem.write(response);
            return null;
        }
        ModelAndView page = new ModelAndView("error/page", problem.status());
        page.addObject("problem", problem);
        return page;
    }

    /** Where admins look for what is wrong, and when not even their health page comes up, they read it here. */
    private Problem outage(HttpServletRequest request) {
        return storage.hindrance()
                .filter(hindrance -> path(request).startsWith(CONSOLE))
                .map(outageWords::of)
                .orElse(OUTAGE);
    }

    private static String path(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI));
    }

    private static HttpStatus status(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        return status == null ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    private static Problem problem(HttpStatus status, @Nullable Throwable error, boolean forMachines) {
        return switch (status) {
            case BAD_REQUEST -> new Problem(status, unreadable(error), "Correct it and send it again.");
            case UNAUTHORIZED -> new Problem(status, "This needs a valid sign-in or token.", "Sign in, or check it.");
            case FORBIDDEN ->
                new Problem(
                        status,
                        "Your role does not allow this, or the page was open too long.",
                        "Load the page again, or ask an administrator.");
            case NOT_FOUND ->
                new Problem(status, "There is nothing here, or not for you.", "Check the address, or go to the start.");
            case METHOD_NOT_ALLOWED ->
                forMachines
                        ? new Problem(status, "This address does not take that method.", "See the API description.")
                        : new Problem(
                                status,
                                "This is the address of a form, and there is no page to open here.",
                                "Go back to the page with the form, or go to the start.");
            case PAYLOAD_TOO_LARGE ->
                new Problem(
                        status,
                        "What you sent is too large; the files of one form may have 200 MB together.",
                        "Go back, where what you typed is still there, and send less at once.");
            case UNSUPPORTED_MEDIA_TYPE ->
                new Problem(status, "This address does not take that content type.", "Send application/json.");
            default ->
                status.is5xxServerError()
                        ? new Problem(status, "Something went wrong on our side.", "Try again in a minute.")
                        : new Problem(status, "The request was refused.", "Check it and send it again.");
        };
    }

    private static String unreadable(@Nullable Throwable error) {
        if (error != null && error.getCause() instanceof JsonProcessingException json && json.getLocation() != null) {
            JsonLocation at = json.getLocation();
            return String.format(
                    Locale.ROOT,
                    "The body can't be read as the JSON due here (line %d, column %d).",
                    at.getLineNr(),
                    at.getColumnNr());
        }
        return "The request can't be read.";
    }
}

package io.vestibule.platform.web;

import io.vestibule.platform.database.Outage;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * In front of error pages: one about a database that can't be used must not ask that database who is looking. Without
 * cookies nobody is signed in.
 */
class SessionlessOutage implements Filter {

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean outage =
                request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error && Outage.is(error);
        chain.doFilter(outage ? new WithoutCookies((HttpServletRequest) request) : request, response);
    }

    private static final class WithoutCookies extends HttpServletRequestWrapper {

        WithoutCookies(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Cookie @Nullable [] getCookies() {
            return null;
        }
    }
}

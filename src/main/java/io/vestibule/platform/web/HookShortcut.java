package io.vestibule.platform.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Hands webhooks straight to the servlet that knows their route. What else stands in the chain (sessions, sign-in, forms,
 * encodings, measuring of pages) means nothing to them, and would be passed twice, since another thread answers them.
 */
class HookShortcut implements Filter {

    private final ObjectProvider<DispatcherServlet> servlet;

    HookShortcut(ObjectProvider<DispatcherServlet> servlet) {
        this.servlet = servlet;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A path that only becomes a hook's when it is straightened is for the firewall behind.
        if (request instanceof HttpServletRequest http && http.getRequestURI().startsWith("/hooks/")) {
            servlet.getObject().service(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}

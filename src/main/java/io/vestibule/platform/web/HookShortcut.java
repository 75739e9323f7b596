package io.vestibule.platform.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Hands webhooks straight to the route they are for, which answers on the thread that received them. What else stands in
 * the chain (sessions, sign-in, forms, encodings, measuring of pages, answers of another thread) means nothing to them
 * and costs more than the receipt. What no route takes is told as for any other path.
 */
class HookShortcut implements Filter {

    private final Supplier<PlatformHttpComponent> routes;
    private final Supplier<DispatcherServlet> servlet;
    private final Map<String, PathPattern> patterns = new ConcurrentHashMap<>();

    HookShortcut(ObjectProvider<CamelContext> camel, ObjectProvider<DispatcherServlet> servlet) {
        this.routes = SingletonSupplier.of(
                () -> camel.getObject().getComponent("platform-http", PlatformHttpComponent.class));
        this.servlet = SingletonSupplier.of(servlet::getObject);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // A path that only becomes a hook's when it is straightened is for the firewall behind.
        if (!(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)
                || !http.getRequestURI().startsWith("/hooks/")) {
            chain.doFilter(request, response);
            return;
        }
        Optional<SpringBootPlatformHttpConsumer> route = route(http);
        if (route.isPresent()) {
            route.get().service(http, answer).join();
        } else {
            servlet.get().service(request, response);
        }
    }

    private Optional<SpringBootPlatformHttpConsumer> route(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return routes.get().getHttpEndpoints().stream()
                .filter(endpoint -> takes(endpoint, request.getMethod(), path))
                .map(HttpEndpointModel::getConsumer)
                .filter(SpringBootPlatformHttpConsumer.class::isInstance)
                .map(SpringBootPlatformHttpConsumer.class::cast)
                .findFirst();
    }

    private boolean takes(HttpEndpointModel endpoint, String method, PathContainer path) {
        return Arrays.asList(endpoint.getVerbs().split(",")).contains(method)
                && patterns.computeIfAbsent(endpoint.getUri(), PathPatternParser.defaultInstance::parse)
                        .matches(path);
    }
}

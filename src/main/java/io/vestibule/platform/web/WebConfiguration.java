package io.vestibule.platform.web;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.filter.CompositeFilter;
import org.springframework.web.servlet.DispatcherServlet;

/** Puts the limits in front of everything else, sign-in included: what is too much is turned away cheaply. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int THREADS_FOR_PAGES = 100;

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<PeerPortGate> peerPortGate(PeerAddress peer) {
        return filter(new PeerPortGate(peer), FIRST, "/*");
    }

    /** In front of what is made for pages, measuring included, because nothing of it is passed. */
    @Bean
    FilterRegistrationBean<CompositeFilter> hooks(
            HookSettings settings,
            PeerAddress peer,
            MeterRegistry meters,
            ObjectProvider<CamelContext> camel,
            ObjectProvider<DispatcherServlet> servlet) {
        long longest = settings.maxBody().toBytes();
        long heap = Runtime.getRuntime().maxMemory();
        CompositeFilter hooks = new CompositeFilter();
        // By reference: told the one name they share here, the second would believe that it has run
        hooks.setFilters(List.<Filter>of(
                new HookBackPressure(settings.maxInFlight(), longest, heap, peer, meters)::doFilter,
                new HookBodyLimit(longest)::doFilter,
                new HookShortcut(camel, servlet)));
        return filter(hooks, Ordered.HIGHEST_PRECEDENCE, "/hooks/*");
    }

    @Bean
    FilterRegistrationBean<SessionlessOutage> sessionlessOutage() {
        FilterRegistrationBean<SessionlessOutage> registration = filter(new SessionlessOutage(), FIRST + 1, "/*");
        registration.setDispatcherTypes(DispatcherType.ERROR);
        return registration;
    }

    @Bean
    FilterRegistrationBean<ErrorWithoutBody> errorWithoutBody() {
        FilterRegistrationBean<ErrorWithoutBody> registration = filter(new ErrorWithoutBody(), FIRST + 1, "/*");
        registration.setDispatcherTypes(DispatcherType.ERROR);
        return registration;
    }

    /** Camel receives webhooks on the thread that brings them: the commit they wait for is short. */
    @Bean("platform-http-engine")
    PlatformHttpEngine platformHttpEngine(ServerProperties server) {
        return new SpringBootPlatformHttpEngine(server.getPort() == null ? 0 : server.getPort(), Runnable::run);
    }

    /** As many threads as webhooks may be in flight, and those for pages on top, so that no flood holds up a page. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> threadsForPages(HookSettings hooks) {
        int threads = hooks.maxInFlight() + THREADS_FOR_PAGES;
        return factory -> factory.addConnectorCustomizers(
                connector -> connector.setProperty("maxThreads", Integer.toString(threads)));
    }

    private static <T extends Filter> FilterRegistrationBean<T> filter(T filter, int order, String path) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(path);
        registration.setOrder(order);
        return registration;
    }
}

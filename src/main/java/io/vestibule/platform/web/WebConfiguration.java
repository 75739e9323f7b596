package io.vestibule.platform.web;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.filter.CompositeFilter;
import org.springframework.web.servlet.DispatcherServlet;

/** Puts the limits in front of everything else, sign-in included: what is too much is turned away cheaply. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<PeerPortGate> peerPortGate(PeerAddress peer) {
        return filter(new PeerPortGate(peer), FIRST, "/*");
    }

    /** In front of what is made for pages, measuring included, because nothing of it is passed. */
    @Bean
    FilterRegistrationBean<CompositeFilter> hooks(
            HookSettings settings, PeerAddress peer, MeterRegistry meters, ObjectProvider<DispatcherServlet> servlet) {
        long longest = settings.maxBody().toBytes();
        long heap = Runtime.getRuntime().maxMemory();
        CompositeFilter hooks = new CompositeFilter();
        // By reference: told the one name they share here, the second would believe that it has run
        hooks.setFilters(List.<Filter>of(
                new HookBackPressure(settings.maxInFlight(), longest, heap, peer, meters)::doFilter,
                new HookBodyLimit(longest)::doFilter,
                new HookShortcut(servlet)));
        FilterRegistrationBean<CompositeFilter> registration = filter(hooks, Ordered.HIGHEST_PRECEDENCE, "/hooks/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
        return registration;
    }

    @Bean
    FilterRegistrationBean<SessionlessOutage> sessionlessOutage() {
        FilterRegistrationBean<SessionlessOutage> registration = filter(new SessionlessOutage(), FIRST + 1, "/*");
        registration.setDispatcherTypes(DispatcherType.ERROR);
        return registration;
    }

    /**
     * The threads on which Camel receives webhooks, by the name it looks for. As many as may be in flight, and those of
     * the peer on top, so that no flood from outside holds up the portal's feed; nothing queues here.
     */
    @Bean
    ThreadPoolTaskExecutor applicationTaskExecutor(HookSettings hooks, PeerSettings peers) {
        ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();
        threads.setThreadNamePrefix("hook-");
        threads.setCorePoolSize(0);
        threads.setMaxPoolSize(hooks.maxInFlight() + peers.threads());
        threads.setQueueCapacity(0);
        return threads;
    }

    private static <T extends Filter> FilterRegistrationBean<T> filter(T filter, int order, String path) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(path);
        registration.setOrder(order);
        return registration;
    }
}

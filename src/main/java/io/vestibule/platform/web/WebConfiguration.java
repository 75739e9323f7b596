package io.vestibule.platform.web;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Puts the limits in front of everything else, sign-in included: what is too much is turned away cheaply. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<PeerPortGate> peerPortGate(PeerAddress peer) {
        return filter(new PeerPortGate(peer), FIRST, "/*");
    }

    @Bean
    FilterRegistrationBean<HookBackPressure> hookBackPressure(
            HookSettings settings, PeerAddress peer, MeterRegistry meters) {
        long heap = Runtime.getRuntime().maxMemory();
        return filter(
                new HookBackPressure(settings.maxInFlight(), settings.maxBody().toBytes(), heap, peer, meters),
                FIRST + 1,
                "/hooks/*");
    }

    @Bean
    FilterRegistrationBean<HookBodyLimit> hookBodyLimit(HookSettings settings) {
        return filter(new HookBodyLimit(settings.maxBody().toBytes()), FIRST + 2, "/hooks/*");
    }

    @Bean
    FilterRegistrationBean<SessionlessOutage> sessionlessOutage() {
        FilterRegistrationBean<SessionlessOutage> registration = filter(new SessionlessOutage(), FIRST + 3, "/*");
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

package io.vestibule.platform.web;

import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the limits in front of everything else, sign-in included: what is too much is turned away cheaply. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    private static final int FIRST = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    FilterRegistrationBean<PeerPortGate> peerPortGate(PeerAddress peer) {
        return filter(new PeerPortGate(peer), FIRST, "/*");
    }

    @Bean
    FilterRegistrationBean<HookBackPressure> hookBackPressure(HookSettings settings, PeerAddress peer) {
        return filter(new HookBackPressure(settings.maxInFlight(), peer), FIRST + 1, "/hooks/*");
    }

    @Bean
    FilterRegistrationBean<HookBodyLimit> hookBodyLimit(HookSettings settings) {
        return filter(new HookBodyLimit(settings.maxBody().toBytes()), FIRST + 2, "/hooks/*");
    }

    private static <T extends Filter> FilterRegistrationBean<T> filter(T filter, int order, String path) {
        FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(path);
        registration.setOrder(order);
        return registration;
    }
}

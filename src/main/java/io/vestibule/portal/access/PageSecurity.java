package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.PeerAddress;
import io.vestibule.platform.web.PublicAddress;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.autoconfigure.web.servlet.MultipartProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * What a browser and a machine may ask for, before any controller. Pages need a signed-in person, the console one of the
 * firm's own people, and changes there an Internal Admin. Webhooks never come here, and the portal's API has its own
 * chain. This is the outer wall only: the stores apply the {@link Access} themselves.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurity {

    /**
     * Nothing inline, nothing from elsewhere, framed by nobody. There is no form-action: browsers apply it to redirects
     * after a POST too, and connecting a vendor's account leads to the vendor's own sign-in page.
     */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none';" + " base-uri 'none'; frame-ancestors 'none'";

    /** A mail program posts there for its user, without a session or a token (RFC 8058); the key in it is the proof. */
    private static final String STOP_MAILS = "/mail/stop/*";

    private static final String[] OPEN = {"/", "/sign-in", "/sign-in/**", "/set-up/*", STOP_MAILS, "/error"};
    private static final String ADMIN = Role.INTERNAL_ADMIN.name();
    private static final String CONTRIBUTOR = Role.INTERNAL_CONTRIBUTOR.name();

    private final People people;
    private final Sessions sessions;
    private final Door door = new Door();

    PageSecurity(People people, Sessions sessions) {
        this.people = people;
        this.sessions = sessions;
    }

    /** A measurement per filter of every request is one too many: the requests themselves are measured. */
    @Bean
    SecurityObservationSettings unmeasuredFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Style sheets and scripts: the same for everybody, so no session is looked up for them. */
    @Bean
    @Order(9)
    SecurityFilterChain assets(HttpSecurity http) throws Exception {
        return http.securityMatcher("/assets/**")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    /** Metrics are for the Internal Admin, and for a scraper on this machine through the peer port. */
    @Bean
    @Order(11)
    SecurityFilterChain actuator(HttpSecurity http, PeerAddress peer) throws Exception {
        return http.securityMatcher("/actuator/**")
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterAfter(new PersonCheck(people, sessions), SecurityContextHolderFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers(peer::received)
                        .permitAll()
                        .anyRequest()
                        .hasRole(ADMIN))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(
                        (request, response, denied) -> response.sendError(HttpServletResponse.SC_UNAUTHORIZED)))
                .build();
    }

    @Bean
    @Order(100)
    SecurityFilterChain pages(HttpSecurity http, MultipartProperties forms) throws Exception {
        return http.requestCache(AbstractHttpConfigurer::disable)
                .addFilterAfter(new PersonCheck(people, sessions), SecurityContextHolderFilter.class)
                .addFilterBefore(new UploadGate(forms.getMaxRequestSize(), door), CsrfFilter.class)
                .headers(PageSecurity::headers)
                .csrf(csrf -> csrf.ignoringRequestMatchers(STOP_MAILS))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in"))
                .exceptionHandling(
                        errors -> errors.authenticationEntryPoint(door).accessDeniedHandler(door))
                .authorizeHttpRequests(requests -> requests.requestMatchers(OPEN)
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/console", "/console/**")
                        .hasAnyRole(ADMIN, CONTRIBUTOR)
                        .requestMatchers("/console", "/console/**")
                        .hasRole(ADMIN)
                        .anyRequest()
                        .authenticated())
                .build();
    }

    /** There are no users but people: keeps Spring Boot from inventing one with a printed password. */
    @Bean
    UserDetailsService noOtherUsers() {
        return name -> {
            throw new UsernameNotFoundException("People sign in at /sign-in");
        };
    }

    /** The prefix makes browsers insist on Secure, the whole site and no other host. */
    @Bean
    CookieSerializer sessionCookie(PublicAddress address) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(address.isHttps() ? "__Host-vestibule" : "vestibule");
        cookie.setUseSecureCookie(address.isHttps());
        cookie.setUseHttpOnlyCookie(true);
        cookie.setSameSite("Lax");
        cookie.setCookiePath("/");
        return cookie;
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN));
    }
}

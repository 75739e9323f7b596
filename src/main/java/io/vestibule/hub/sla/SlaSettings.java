package io.vestibule.hub.sla;

import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where policies and calendars are read from, from {@code vestibule.sla}; a later file replaces an earlier one that
 * carries the same name.
 */
@Validated
@ConfigurationProperties("vestibule.sla")
record SlaSettings(
        @DefaultValue({"classpath:config/calendars/*.yaml", "file:config/calendars/*.yaml"}) @NotEmpty
        List<String> calendars,

        @DefaultValue({"classpath:config/sla/*.yaml", "file:config/sla/*.yaml"}) @NotEmpty
        List<String> policies) {}

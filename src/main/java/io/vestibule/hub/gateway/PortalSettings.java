package io.vestibule.hub.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the portal is, from {@code vestibule.portal}. Empty address and token mean the built-in one.
 *
 * @param url base address of another portal that keeps the same contract, without {@code /portal/api/v1}
 * @param token bearer token that portal gave the hub
 * @param feedSecret what that portal signs its feed with, {@code whsec_...}
 * @param patience how long one call may take
 */
@Validated
@ConfigurationProperties("vestibule.portal")
record PortalSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String token,
        @DefaultValue("") String feedSecret,
        @DefaultValue("20s") Duration patience) {

    @Override
    public String toString() {
        return "PortalSettings[url=" + url + "]";
    }
}

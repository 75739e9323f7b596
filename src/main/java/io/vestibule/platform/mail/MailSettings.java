package io.vestibule.platform.mail;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** The SMTP account of the product's own mails, from {@code vestibule.mail}; prints without its password. */
@Validated
@ConfigurationProperties("vestibule.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("587") @Min(1) @Max(65535) int port,
        @DefaultValue("starttls") MailSecurity security,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String fromAddress,
        @DefaultValue("Vestibule") String fromName) {

    Optional<MailAccount> account() {
        return host.isBlank()
                ? Optional.empty()
                : Optional.of(new MailAccount(host, port, security, username, password, fromAddress, fromName));
    }

    @Override
    public String toString() {
        return "MailSettings(" + host + ":" + port + ")";
    }
}

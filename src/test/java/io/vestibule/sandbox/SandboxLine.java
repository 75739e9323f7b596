package io.vestibule.sandbox;

import io.vestibule.platform.web.PublicAddress;
import io.vestibule.platform.web.StartLine;
import io.vestibule.support.MailServer;
import org.springframework.stereotype.Component;

/** What a newcomer reads when the sandbox has started: where the buttons are and how to sign in. */
@Component
class SandboxLine implements StartLine {

    private final PublicAddress address;
    private final MailServer mails;

    SandboxLine(PublicAddress address, MailServer mails) {
        this.address = address;
        this.mails = mails;
    }

    @Override
    public String text() {
        return """
                Sandbox: %s has six buttons, and every mail that was sent.
                    Sign in at %s as %s with the password %s,
                    or as a client, such as %s: the link comes by mail and shows on the same page.
                    Mail server: SMTP %d, IMAP %d.""".formatted(
                        address.of("/sandbox"),
                        address.of("/sign-in"),
                        SandboxWorld.ADMIN.email(),
                        SandboxWorld.PASSWORD,
                        SandboxWorld.acme().email(),
                        mails.smtpPort(),
                        mails.imapPort());
    }
}

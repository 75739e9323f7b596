package io.vestibule.platform.mail;

import java.util.Optional;
import javax.net.SocketFactory;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sends one mail through one account, by the route {@code send-mail}. Makes one attempt and tells what became of it;
 * whoever calls keeps the queue. Called by {@link SystemMail} and the hub's mail delivery, never inside a transaction.
 */
@Component
public class MailSender {

    private final ProducerTemplate route;
    private final SmtpTransport transport;
    private final ObjectProvider<MailHostCheck> check;

    MailSender(ProducerTemplate route, SmtpTransport transport, ObjectProvider<MailHostCheck> check) {
        this.route = route;
        this.transport = transport;
        this.check = check;
    }

    /** Sends through an account that an admin entered; its host is checked first, and again as it is connected to. */
    public MailOutcome send(MailAccount account, OutgoingMail mail) {
        Optional<String> refusal = hostRefusal(account);
        return refusal.isPresent() ? new MailOutcome.TryLater(refusal.get()) : send(account, mail, sockets(account));
    }

    /** Signs in at an account that an admin entered, without sending; says what is wrong with it, if anything. */
    public Optional<String> refusal(MailAccount account) {
        return hostRefusal(account).or(() -> transport.refusal(account, sockets(account)));
    }

    private Optional<String> hostRefusal(MailAccount account) {
        return check.stream()
                .flatMap(guard -> guard.refusal(account.host(), account.port()).stream())
                .findFirst();
    }

    private @Nullable SocketFactory sockets(MailAccount account) {
        return check.stream()
                .map(guard -> guard.sockets(account.host()))
                .findFirst()
                .orElse(null);
    }

    /** Sends through the account of the configuration file, whose host may be a private one. */
    MailOutcome sendTrusted(MailAccount account, OutgoingMail mail) {
        return send(account, mail, null);
    }

    private MailOutcome send(MailAccount account, OutgoingMail mail, @Nullable SocketFactory sockets) {
        Exchange answer = route.send("direct:send-mail", ExchangePattern.InOut, exchange -> {
            exchange.setProperty(SmtpTransport.ACCOUNT, account);
            exchange.setProperty(SmtpTransport.SOCKETS, sockets);
            exchange.getMessage().setBody(mail);
        });
        if (answer.getMessage().getBody() instanceof MailOutcome outcome && answer.getException() == null) {
            return outcome;
        }
        throw new IllegalStateException("The route send-mail gave no outcome", answer.getException());
    }
}

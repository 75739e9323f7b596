package io.vestibule.hub.mail.proof;

import io.vestibule.hub.mail.mailbox.MailboxSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the machine's name servers, each question at most for the set time. Answers are kept for some minutes, silence for
 * one, so that a name server that is down slows nothing but the first mails.
 */
@Component
class DnsDkimKeys implements DkimKeys {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration SILENT = Duration.ofMinutes(1);
    private static final int MAX_KEPT = 1000;

    private final Resolver resolver;
    private final Duration patience;
    private final Clock clock;
    private final Map<String, Answer> kept = new ConcurrentHashMap<>();

    /** @param records null when nobody answered */
    private record Answer(@Nullable List<String> records, Instant until) {}

    @Autowired
    DnsDkimKeys(MailboxSettings settings, Clock clock) {
        this(new ExtendedResolver(), settings.dkimPatience(), clock);
    }

    DnsDkimKeys(Resolver resolver, Duration patience, Clock clock) {
        this.resolver = resolver;
        this.patience = patience;
        this.clock = clock;
    }

    @Override
    public List<String> records(String name) throws IOException {
        Instant now = clock.instant();
        Answer known = kept.get(name);
        Answer answer = known != null && known.until().isAfter(now) ? known : keep(name, ask(name), now);
        if (answer.records() == null) {
            throw new IOException("No name server answered for " + name);
        }
        return answer.records();
    }

    private Answer keep(String name, @Nullable List<String> records, Instant now) {
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        Answer answer = new Answer(records, now.plus(records == null ? SILENT : KEPT));
        kept.put(name, answer);
        return answer;
    }

    private @Nullable List<String> ask(String name) {
        try {
            Message question = Message.newQuery(Record.newRecord(Name.fromString(name + "."), Type.TXT, DClass.IN));
            Message answer =
                    resolver.sendAsync(question).toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return switch (answer.getRcode()) {
                case Rcode.NOERROR -> texts(answer);
                case Rcode.NXDOMAIN -> List.of();
                default -> null;
            };
        } catch (TextParseException noName) {
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException silent) {
            return null;
        }
    }

    private static List<String> texts(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(TXTRecord.class::isInstance)
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
    }
}

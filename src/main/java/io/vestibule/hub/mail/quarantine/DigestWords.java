package io.vestibule.hub.mail.quarantine;

import io.vestibule.hub.inbox.HeldCensus.Count;
import io.vestibule.hub.outbox.PlainMails;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.web.PublicAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the digest of the quarantine says, in the firm's language. */
@Component
class DigestWords {

    private final MailWords words;
    private final LetterSettings firm;
    private final QuarantineSettings settings;
    private final PublicAddress publicAddress;

    DigestWords(MailWords words, LetterSettings firm, QuarantineSettings settings, PublicAddress publicAddress) {
        this.words = words;
        this.firm = firm;
        this.settings = settings;
        this.publicAddress = publicAddress;
    }

    PlainMails.Words of(List<Count> counts) {
        Locale language = firm.language().locale();
        long all = sum(counts, Count::count);
        String subject =
                all == 1 ? words.say(language, "digest.subject.one") : words.say(language, "digest.subject", all);
        String text = String.join(
                "\n\n",
                words.say(
                        language,
                        "digest",
                        sum(counts, Count::recent),
                        settings.warned().toDays(),
                        sum(counts, Count::old)),
                reasons(language, counts),
                words.say(language, "digest.look") + ": " + publicAddress.of("/console/quarantine"),
                words.say(language, "digest.more", settings.kept().toDays()));
        return new PlainMails.Words(firm.language(), subject, text);
    }

    private String reasons(Locale language, List<Count> counts) {
        Map<String, Long> byReason = counts.stream()
                .collect(Collectors.groupingBy(Count::reason, TreeMap::new, Collectors.summingLong(Count::count)));
        return byReason.entrySet().stream()
                .map(reason -> "- %d: %s".formatted(reason.getValue(), reason(language, reason.getKey())))
                .collect(Collectors.joining("\n"));
    }

    /** One that another release knew is said as it stands. */
    private String reason(Locale language, String symbol) {
        String key = "held." + symbol;
        return words.has(key) ? words.say(language, key) : symbol.replace('-', ' ');
    }

    private static long sum(List<Count> counts, ToLongFunction<Count> number) {
        return counts.stream().mapToLong(number).sum();
    }
}

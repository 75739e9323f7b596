package io.vestibule.hub.mail.parse;

import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what mail servers tell in their own words, where they send no machine-readable report: who did not get a mail
 * and why. Only mail of mail systems is looked at.
 */
final class BounceText {

    private static final String FAILED_RECIPIENTS = "x-failed-recipients";
    private static final int MAX_LINES = 400;
    private static final int MAX_LINE = 500;
    private static final int MAX_RECIPIENTS = 50;
    private static final int WORDS_BEHIND = 8;

    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,190}[A-Za-z0-9]");
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])([45])\\d\\d(?![\\d.])[ -]");

    private static final List<String> SYSTEM_NAMES = List.of(
            "mail delivery",
            "mail deliver",
            "delivery subsystem",
            "mailer-daemon",
            "mail system",
            "postmaster",
            "system administrator",
            "microsoft exchange",
            "internet mail delivery",
            "mailerdaemon",
            "mail administrator");

    private static final List<String> FAILED = List.of(
            "undeliver",
            "delivery status notification",
            "delivery failure",
            "delivery has failed",
            "delivery failed",
            "mail delivery",
            "returned mail",
            "returned to sender",
            "failure notice",
            "failure delivery",
            "non-delivery",
            "nondeliverable",
            "could not be delivered",
            "couldn't be delivered",
            "was not delivered",
            "wasn't delivered",
            "cannot be delivered",
            "can't be delivered",
            "unable to deliver",
            "not able to deliver",
            "permanent error",
            "permanent fatal error",
            "message delivery",
            "error sending your mail",
            "mail system error",
            "delivery report",
            "delivery notification",
            "mail failure",
            "did not reach the following recipient",
            "could not be sent",
            "failure reasons",
            "delivery has failed to these",
            "message not delivered",
            "rejected your message",
            "address not found",
            "message you sent blocked",
            "unzustellbar",
            "nicht zustellbar",
            "zugestellt",
            "non remis",
            "échec",
            "no se puede entregar",
            "no se ha podido",
            "mancato recapito",
            "non recapitabile",
            "onbestelbaar",
            "niet bezorgd",
            "nie dostarczono",
            "недоставлен",
            "не доставлен",
            "não entregue",
            "não foi possível",
            "kunde inte levereras",
            "配信不能",
            "送信できません",
            "无法投递",
            "退信");

    private static final List<String> DELAYED = List.of(
            "delayed",
            "still being retried",
            "will be retried",
            "could not send message for past",
            "not yet been delivered",
            "has not been delivered yet",
            "delivery incomplete",
            "will keep trying",
            "continue to try",
            "verzögert",
            "no action is required");

    private static final List<String> COPY_STARTS = List.of(
            "original message",
            "copy of the message",
            "copy of your message",
            "below this line",
            "message headers",
            "returned message",
            "unsent message",
            "received:",
            "return-path:",
            "original mail",
            "original e-mail",
            "header of",
            "message header",
            "the message was:",
            "your message follows",
            "message follows");

    private BounceText() {}

    static List<DeliveryReport> read(HeaderBlock header, @Nullable MailAddress from, String subject, String text) {
        String failedRecipients = header.first(FAILED_RECIPIENTS);
        if (!isOfMailSystem(header, from)) {
            return List.of();
        }
        List<String> lines =
                text.lines().limit(MAX_LINES).map(BounceText::bounded).toList();
        int copy = copyStart(lines);
        List<String> told = lines.subList(0, copy);
        String all = (subject + "\n" + String.join("\n", told)).toLowerCase(Locale.ROOT);
        boolean delayed = DELAYED.stream().anyMatch(all::contains);
        if (failedRecipients == null && !isTold(header, subject, all, delayed)) {
            return List.of();
        }
        String originalId = originalId(lines.subList(copy, lines.size()));
        List<DeliveryReport> reports = new ArrayList<>();
        for (String recipient : recipients(failedRecipients, told, header)) {
            String words = wordsAbout(recipient, told);
            reports.add(new DeliveryReport(
                    "delivery-status",
                    delayed ? "delayed" : "failed",
                    originalId,
                    recipient,
                    status(words, all),
                    words));
        }
        return reports.isEmpty()
                ? List.of(new DeliveryReport(
                        "delivery-status",
                        delayed ? "delayed" : "failed",
                        originalId,
                        null,
                        status(all, all),
                        bounded(subject)))
                : reports;
    }

    /** People are called postmaster, too: their words count only with a server's code, or where nobody wants an answer. */
    private static boolean isTold(HeaderBlock header, String subject, String all, boolean delayed) {
        String title = bounded(subject).toLowerCase(Locale.ROOT);
        boolean said = delayed || FAILED.stream().anyMatch(all::contains);
        boolean proven = isFromNobody(header)
                || header.first("auto-submitted") != null
                || !first(STATUS, all).isEmpty()
                || !first(REPLY, all).isEmpty();
        return FAILED.stream().anyMatch(title::contains) || (said && proven);
    }

    private static boolean isFromNobody(HeaderBlock header) {
        String path = header.first("return-path");
        return path != null && path.replaceAll("\\s", "").equals("<>");
    }

    /** By what only mail systems write, by the name of the sender, or since nobody wants an answer. */
    static boolean isOfMailSystem(HeaderBlock header, @Nullable MailAddress from) {
        String name =
                from == null || from.name() == null ? "" : bounded(from.name()).toLowerCase(Locale.ROOT);
        boolean named = SYSTEM_NAMES.stream().anyMatch(name::contains) || (from != null && from.isOfMailSystem());
        return named || isFromNobody(header) || header.first(FAILED_RECIPIENTS) != null;
    }

    private static int copyStart(List<String> lines) {
        for (int i = 3; i < lines.size(); i++) {
            String line = lines.get(i).strip().toLowerCase(Locale.ROOT);
            boolean ruled = line.startsWith("--") || line.startsWith("==") || line.startsWith("**");
            if (COPY_STARTS.stream().anyMatch(ruled ? line::contains : line::startsWith)) {
                return i;
            }
        }
        return lines.size();
    }

    private static @Nullable String originalId(List<String> copy) {
        return copy.stream()
                .map(line -> line.strip().replaceFirst("^[>|]\\s*", ""))
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("message-id:"))
                .map(line -> MessageIds.single(line.substring("message-id:".length())))
                .findFirst()
                .orElse(null);
    }

    /** As the header names them; else addresses that begin a line, else any address that is not the one written to. */
    private static Set<String> recipients(@Nullable String stated, List<String> told, HeaderBlock header) {
        if (stated != null) {
            return addresses(Stream.of(stated), Set.of());
        }
        Set<String> known = addresses(
                Stream.of("to", "from", "return-path", "delivered-to")
                        .flatMap(name -> header.values().getOrDefault(name, List.of()).stream()),
                Set.of());
        Set<String> leading = addresses(told.stream().filter(BounceText::beginsWithAddress), Set.of());
        leading.removeIf(address -> known.contains(address) && leading.size() > 1);
        return leading.isEmpty() ? firstOf(addresses(told.stream(), known)) : leading;
    }

    private static boolean beginsWithAddress(String line) {
        String text = line.strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst(
                        "^(?:>+ ?)?(?:to|recipient|recipient address|addressed to|original address|user|unknown user|final-recipient|address|an|empfänger|destinataire)\\s*[:;]\\s*",
                        "");
        String bare = text.startsWith("<") || text.startsWith("\"") || text.startsWith("'") ? text.substring(1) : text;
        Matcher address = ADDRESS.matcher(bare);
        return address.lookingAt();
    }

    private static Set<String> firstOf(Set<String> addresses) {
        return addresses.isEmpty() ? Set.of() : Set.of(addresses.iterator().next());
    }

    private static Set<String> addresses(Stream<String> lines, Set<String> without) {
        Set<String> found = new LinkedHashSet<>();
        for (String line : lines.toList()) {
            Matcher address = ADDRESS.matcher(bounded(line));
            while (address.find() && found.size() < MAX_RECIPIENTS) {
                String email = new MailAddress(null, address.group()).email();
                if (!without.contains(email)
                        && !email.startsWith("postmaster@")
                        && !email.startsWith("mailer-daemon@")) {
                    found.add(email);
                }
            }
        }
        return found;
    }

    /** The lines from the address to the next empty one, and what stands around where that says nothing. */
    private static String wordsAbout(String recipient, List<String> told) {
        for (int i = 0; i < told.size(); i++) {
            if (told.get(i).toLowerCase(Locale.ROOT).contains(recipient)) {
                String words = String.join(" ", told.subList(i, Math.min(told.size(), i + WORDS_BEHIND)));
                return bounded(words.replaceAll("\\s+", " ").strip());
            }
        }
        return bounded(String.join(" ", told).replaceAll("\\s+", " ").strip());
    }

    private static @Nullable String status(String words, String all) {
        return Stream.of(words, all)
                .flatMap(text -> Stream.of(first(STATUS, text), first(REPLY, text))
                        .filter(code -> !code.isEmpty())
                        .limit(1))
                .map(code -> code.length() == 1 ? code + ".0.0" : code)
                .findFirst()
                .orElse(null);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String bounded(String text) {
        return text.substring(0, Math.min(text.length(), MAX_LINE));
    }
}

package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.reply.ForwardedMail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mail that is handed on inside another. All but {@code forwarded} are null when none is. */
@JsonNaming(SnakeCaseStrategy.class)
record ForwardWords(
        boolean forwarded,
        @Nullable Person originalFrom,
        @Nullable List<Person> originalTo,
        @Nullable List<Person> originalCc,
        @Nullable String originalSubject,
        @Nullable String originalDate,
        @Nullable String originalText,
        @Nullable String forwardComment) {

    record Person(@Nullable String name, String address) {
        static @Nullable Person of(@Nullable MailAddress address) {
            return address == null ? null : new Person(address.name(), address.email());
        }
    }

    static ForwardWords of(Optional<ForwardedMail> forwarded) {
        return forwarded
                .map(ForwardWords::told)
                .orElse(new ForwardWords(false, null, null, null, null, null, null, null));
    }

    private static ForwardWords told(ForwardedMail mail) {
        return new ForwardWords(
                true,
                Person.of(mail.from()),
                mail.to().stream().map(Person::of).toList(),
                mail.cc().stream().map(Person::of).toList(),
                mail.subject(),
                mail.sent(),
                mail.text(),
                mail.comment());
    }
}

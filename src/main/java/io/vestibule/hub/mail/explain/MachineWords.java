package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vestibule.hub.mail.filter.Machine;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What kind of machine wrote a mail, if one did.
 *
 * @param hardBounce whether another attempt is no use, null when the mail is no bounce
 * @param bounceRecipient who did not get it, null when unknown
 */
@JsonNaming(SnakeCaseStrategy.class)
record MachineWords(
        boolean bounce,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean hardBounce,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String bounceRecipient,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Told> reports,
        boolean autoSubmitted,
        boolean outOfOffice) {

    /** What a server said of one recipient. */
    @JsonNaming(SnakeCaseStrategy.class)
    record Told(
            @Nullable String recipient,
            @Nullable String action,
            @Nullable String status,
            String reason,
            boolean hardBounce) {

        static Told of(DeliveryReport report) {
            return new Told(
                    report.recipient(),
                    report.action(),
                    report.status(),
                    report.reason().symbol(),
                    report.isHard());
        }
    }

    static MachineWords of(ParsedMail mail) {
        boolean bounce = Machine.isBounce(mail);
        List<DeliveryReport> failed =
                mail.reports().stream().filter(DeliveryReport::isFailure).toList();
        return new MachineWords(
                bounce,
                bounce ? failed.stream().anyMatch(DeliveryReport::isHard) : null,
                bounce && !failed.isEmpty() ? failed.getFirst().recipient() : null,
                bounce ? mail.reports().stream().map(Told::of).toList() : null,
                Machine.wroteItself(mail),
                Machine.isAbsence(mail));
    }
}

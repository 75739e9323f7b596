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
        boolean autoSubmitted,
        boolean outOfOffice) {

    static MachineWords of(ParsedMail mail) {
        boolean bounce = Machine.isBounce(mail);
        List<DeliveryReport> failed =
                mail.reports().stream().filter(DeliveryReport::isFailure).toList();
        return new MachineWords(
                bounce,
                bounce ? failed.stream().anyMatch(DeliveryReport::isHard) : null,
                bounce && !failed.isEmpty() ? failed.getFirst().recipient() : null,
                Machine.wroteItself(mail),
                Machine.isAbsence(mail));
    }
}

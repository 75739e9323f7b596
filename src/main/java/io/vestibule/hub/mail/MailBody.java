package io.vestibule.hub.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.MailLanguage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an outbox row of the channel {@code mail} asks to be written; its words are put together when it is sent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MailBody.Plain.class, name = "plain"),
    @JsonSubTypes.Type(value = MailBody.Acknowledgement.class, name = "acknowledgement"),
    @JsonSubTypes.Type(value = MailBody.NewComment.class, name = "comment"),
    @JsonSubTypes.Type(value = MailBody.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = MailBody.StatusAnswer.class, name = "status-answer")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface MailBody {

    JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * A ready text from another room: an alert, a reminder.
     *
     * @param language it is written in; null in rows of earlier releases, which wrote English
     */
    record Plain(
            String to,
            String subject,
            String text,
            @Nullable MailLanguage language) implements MailBody {

        Letter letter() {
            return Letter.of((language == null ? MailLanguage.EN : language).locale(), text);
        }
    }

    /**
     * "We have it", to the one who opened a request by mail.
     *
     * @param name whom it greets, null when unknown
     * @param answers Message-ID of the mail it acknowledges
     */
    record Acknowledgement(@Nullable String name, String answers) implements MailBody {}

    /**
     * Somebody wrote on a request.
     *
     * @param author as readers see the name, null when none is known
     * @param byStaff a person of the firm wrote it; else a person of the client
     * @param files how many files came with it
     * @param byHand typed in the portal, so by a person
     * @param answered it only asked how the request stands, and a machine answered
     */
    record NewComment(
            @Nullable String author, boolean byStaff, String text, int files, boolean byHand, boolean answered)
            implements MailBody {}

    /** A request is done. */
    record Closed(@Nullable String name) implements MailBody {}

    /**
     * How a request stands, to the one who asked.
     *
     * @param answers Message-ID of the mail that asked
     * @param others ids of further requests it asks about
     */
    record StatusAnswer(@Nullable String name, String answers, List<String> others) implements MailBody {

        /** Rows that waited while this was new have none. */
        public StatusAnswer {
            others = others == null ? List.of() : List.copyOf(others);
        }
    }

    static MailBody read(String json) throws JsonProcessingException {
        return JSON.readValue(json, MailBody.class);
    }

    default String written() {
        try {
            return JSON.writerFor(MailBody.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A mail's body could not be written", e);
        }
    }
}

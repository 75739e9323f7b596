package io.vestibule.hub.console;

import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Says a reason symbol as a sentence with what to do about it; pages call it as {@code @reasons}. The sentences are the
 * message keys {@code reason.<symbol>} and {@code reason.<symbol>.action}; a symbol without them is shown as it is.
 */
@Component("reasons")
class Reasons {

    private final MessageSource messages;

    Reasons(MessageSource messages) {
        this.messages = messages;
    }

    public @Nullable String sentence(@Nullable String symbol) {
        return symbol == null ? null : text("reason." + symbol, symbol.replace('-', ' '));
    }

    public String purpose(String purpose) {
        return text("purpose." + purpose, purpose.replace('-', ' '));
    }

    public String action(@Nullable String symbol) {
        return text("reason." + symbol + ".action", text("reason.action", ""));
    }

    /** Who owns the next step, as the address and the messages write it. */
    public String owner(@Nullable String symbol) {
        return Words.key(Owner.of(symbol == null ? "" : symbol));
    }

    private String text(String key, String otherwise) {
        String found = messages.getMessage(key, null, otherwise, LocaleContextHolder.getLocale());
        return found == null ? otherwise : found;
    }
}

package io.vestibule.hub.canonical;

import java.math.BigDecimal;

/** An exact amount in a currency (ISO 4217). On the wire the amount is a decimal string, never a double. */
public record Money(BigDecimal amount, String currency) {
    public Money {
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("Not an ISO 4217 currency: " + currency);
        }
    }
}

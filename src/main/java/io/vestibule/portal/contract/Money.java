package io.vestibule.portal.contract;

import java.math.BigDecimal;

/** An exact amount in a currency (ISO 4217). On the wire the amount is a decimal string, never a number. */
public record Money(BigDecimal amount, String currency) {}

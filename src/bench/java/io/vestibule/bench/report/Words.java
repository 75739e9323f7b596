package io.vestibule.bench.report;

import java.util.Locale;

/** How numbers are written for people: three digits that matter, thousands apart. */
final class Words {

    private Words() {}

    static String number(double value) {
        double size = Math.abs(value);
        String form = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}

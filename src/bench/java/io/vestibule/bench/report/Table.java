package io.vestibule.bench.report;

import java.util.Locale;
import java.util.Map;

/** The table a person reads at the end of a run; Markdown, so that it can be put into a README. */
public final class Table {

    private Table() {}

    public static String of(Report report, Map<Integer, String> titles, String machine) {
        StringBuilder table = new StringBuilder(machine).append("\n");
        titles.forEach((part, title) -> {
            if (report.figures().stream().anyMatch(figure -> figure.part() == part)) {
                table.append(String.format(Locale.ROOT, "%n## %d. %s%n%n", part, title));
                table.append(section(report, part));
            }
        });
        report.checks().stream()
                .filter(check -> !check.kept())
                .forEach(check ->
                        table.append(String.format(Locale.ROOT, "%nBROKEN: %s (%s)%n", check.promise(), check.seen())));
        return table.toString();
    }

    private static String section(Report report, int part) {
        StringBuilder table = new StringBuilder();
        table.append("| What | Measured | | Target | |\n| --- | ---: | --- | --- | --- |\n");
        report.figures().stream()
                .filter(figure -> figure.part() == part)
                .forEach(figure -> table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %s |%n",
                        figure.name(),
                        Words.number(figure.value()),
                        figure.unit(),
                        figure.target() == null ? "" : figure.target(),
                        figure.met() == null ? "" : figure.met() ? "met" : "missed")));
        report.checks().stream()
                .filter(check -> check.part() == part)
                .forEach(check -> table.append(String.format(
                        Locale.ROOT, "| %s | %s | | always | |%n", check.promise(), check.kept() ? "yes" : "NO")));
        return table.toString();
    }
}

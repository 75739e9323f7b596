package io.vestibule.bench.report;

import io.vestibule.bench.load.Timeline.Second;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Throughput and latency over time, one panel per phase: bars per second, p50 and p99 as lines of a scale of their own. */
public final class Picture {

    private static final int WIDTH = 960;
    private static final int PANEL = 190;
    private static final int LEFT = 70;
    private static final int RIGHT = 70;
    private static final int TOP = 34;
    private static final int HEIGHT = 120;
    private static final String STYLE = """
            <style>
              text { font: 12px sans-serif; fill: #334155 }
              .title { font-weight: bold; font-size: 14px }
              .bar { fill: #93c5fd } .axis { stroke: #94a3b8 }
              .p50 { stroke: #0f766e } .p99 { stroke: #b91c1c } polyline { fill: none; stroke-width: 2 }
              .of50 { fill: #0f766e } .of99 { fill: #b91c1c }
            </style>
            """;

    private Picture() {}

    public static String of(List<Track> tracks) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n"
                        + "<title>Throughput and latency over time</title>%n<rect width=\"100%%\" height=\"100%%\""
                        + " fill=\"white\"/>%n",
                WIDTH,
                PANEL * Math.max(1, tracks.size())));
        svg.append(STYLE);
        for (int i = 0; i < tracks.size(); i++) {
            svg.append(String.format(Locale.ROOT, "<g transform=\"translate(0,%d)\">%n", i * PANEL));
            svg.append(panel(tracks.get(i))).append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private static String panel(Track track) {
        List<Second> seconds = track.seconds();
        double mostCount = most(seconds, second -> second.count());
        double mostMillis = most(seconds, Second::p99Millis);
        int bottom = TOP + HEIGHT;
        StringBuilder panel = new StringBuilder();
        panel.append(text(LEFT, 20, "title", track.part() + ". " + track.name()));
        panel.append(text(LEFT - 62, TOP + 10, "", Words.number(mostCount) + "/s"));
        panel.append(text(WIDTH - RIGHT + 8, TOP + 10, "of99", Words.number(mostMillis) + " ms"));
        panel.append(text(WIDTH - RIGHT + 8, bottom - 18, "of99", "p99"));
        panel.append(text(WIDTH - RIGHT + 8, bottom - 2, "of50", "p50"));
        panel.append(text(LEFT, bottom + 16, "", "0 s"));
        panel.append(text(WIDTH - RIGHT - 30, bottom + 16, "", seconds.size() + " s"));
        double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, seconds.size());
        for (Second second : seconds) {
            double height = HEIGHT * second.count() / mostCount;
            panel.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>%n",
                    LEFT + second.second() * step,
                    bottom - height,
                    Math.max(1, step - 1),
                    height));
        }
        panel.append(line("p50", seconds, Second::p50Millis, mostMillis));
        panel.append(line("p99", seconds, Second::p99Millis, mostMillis));
        return panel.append(String.format(
                        Locale.ROOT,
                        "<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n",
                        LEFT,
                        bottom,
                        WIDTH - RIGHT,
                        bottom))
                .toString();
    }

    private static double most(List<Second> seconds, ToDoubleFunction<Second> value) {
        return Math.max(1, seconds.stream().mapToDouble(value).max().orElse(1));
    }

    private static String line(String style, List<Second> seconds, ToDoubleFunction<Second> value, double most) {
        double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, seconds.size());
        String points = seconds.stream()
                .map(second -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + (second.second() + 0.5) * step,
                        TOP + HEIGHT * (1 - value.applyAsDouble(second) / most)))
                .collect(Collectors.joining(" "));
        return String.format(Locale.ROOT, "<polyline class=\"%s\" points=\"%s\"/>%n", style, points);
    }

    private static String text(int x, int y, String style, String words) {
        String safe = words.replace("&", "&amp;").replace("<", "&lt;");
        return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, safe);
    }
}

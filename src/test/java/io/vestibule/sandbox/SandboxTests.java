package io.vestibule.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.PageClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class SandboxTests {

    private static final List<String> BUTTONS = List.of(
            "client-writes", "client-replies", "invoice-arrives", "invoice-is-paid", "deal-moves", "sla-runs-out");

    @TempDir
    Path folder;

    @Test
    void everyButtonDoesWhatItSaysAlsoAfterASecondStartOnTheSameData() {
        try (var first = new SandboxRun(folder)) {
            BUTTONS.forEach(button -> press(first, button));
        }
        try (var second = new SandboxRun(folder)) {
            BUTTONS.forEach(button -> press(second, button));
        }
    }

    private static void press(SandboxRun sandbox, String button) {
        var browser = new PageClient(sandbox.address());
        Document page = browser.get("/sandbox");
        var after = browser.submit(page, "#" + button + " form", Map.of());
        assertThat(after.select(".alert").text()).as(button).contains("It took");
        assertThat(after.select(".alert-success a").attr("href")).as(button).startsWith("/portal/");
    }
}

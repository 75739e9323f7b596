package io.vestibule.hub.mail.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub reads in a mail can be looked at without a server. */
class ExplainMailTests {

    private static final String MAIL = """
            From: Ann Harbour <ann@client.example>
            To: help@firm.example
            Subject: Our VAT number
            Message-ID: <1@client.example>
            In-Reply-To: <0@firm.example>
            References: <root@firm.example> <0@firm.example>

            It is 4711.

            Sent from my iPhone

            On Mon, 2 Nov 2026 at 10:00, The Firm <help@firm.example> wrote:
            > Which number do you have?
            """;

    @TempDir
    Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ExplainMail command = new ExplainMail(stream(out), stream(err));

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("vat.number.eml"), MAIL);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            lines.add(JsonMapper.builder().build().readTree(line));
        }
        return lines;
    }

    @Test
    void tellsWhatStandsInAMailAndWhatBecomesOfIt() throws IOException {
        assertThat(command.explain(List.of(file("vat.number.eml")))).isZero();

        JsonNode mail = lines().getFirst();
        assertThat(mail.get("id").asText()).isEqualTo("vat.number");
        assertThat(mail.get("from_email").asText()).isEqualTo("ann@client.example");
        assertThat(mail.get("from_name").asText()).isEqualTo("Ann Harbour");
        assertThat(mail.get("to_addresses").get(0).asText()).isEqualTo("help@firm.example");
        assertThat(mail.get("message_id").asText()).isEqualTo("1@client.example");
        assertThat(mail.get("references")).hasSize(2);
        assertThat(mail.get("reply_text").asText()).isEqualTo("It is 4711.");
        assertThat(mail.get("signature").asText()).isEqualTo("Sent from my iPhone");
        assertThat(mail.get("elided").asText()).contains("Which number do you have?");
        assertThat(mail.get("intake").asText()).isEqualTo("request-or-comment");
        assertThat(mail.get("why")).isNotEmpty();
    }

    @Test
    void namesEveryFieldAlsoWhereAMailHasNone() throws IOException {
        Files.write(folder.resolve("empty.eml"), new byte[0]);

        command.explain(List.of(file("empty.eml")));

        List<String> names = new ArrayList<>();
        lines().getFirst().fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .contains(
                        "id",
                        "from_email",
                        "from_name",
                        "to_addresses",
                        "subject",
                        "message_id",
                        "in_reply_to",
                        "references",
                        "text",
                        "reply_text",
                        "elided",
                        "signature",
                        "attachments",
                        "bounce",
                        "auto_submitted",
                        "out_of_office",
                        "forwarded",
                        "original_from",
                        "calendar",
                        "intake",
                        "why");
        assertThat(lines().getFirst().get("intake").asText()).isEqualTo("held: no-sender");
    }

    @Test
    void goesOnBehindAFileThatIsMissingOrUnreadable() throws IOException {
        int code = command.explain(List.of(file("nowhere.eml"), folder.toString(), file("vat.number.eml")));

        assertThat(code).isEqualTo(1);
        assertThat(command.explain(List.of(folder.toString(), file("vat.number.eml"))))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere.eml: there is no such file.");
        assertThat(lines()).hasSize(4);
        assertThat(lines().getFirst().get("error").asText()).contains("can't be read");
        assertThat(lines().getLast().get("subject").asText()).isEqualTo("Our VAT number");
    }
}

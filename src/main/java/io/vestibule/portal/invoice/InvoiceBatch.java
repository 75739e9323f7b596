package io.vestibule.portal.invoice;

import static io.vestibule.portal.contract.ContractJson.word;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.InvoiceFacts;
import io.vestibule.portal.invoice.Invoices.News;
import io.vestibule.portal.invoice.Invoices.Version;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/**
 * Sends what several news write in one go, since most of what one costs is the way to the database and back. For {@link
 * Invoices}, in its transaction.
 */
final class InvoiceBatch {

    /** Both of fixed length: only then does the driver send all before it reads an answer. */
    private static final String[] ANSWER = {"id", "version"};

    private final NamedParameterJdbcTemplate jdbc;

    InvoiceBatch(Database portalDatabase) {
        this.jdbc = new NamedParameterJdbcTemplate(portalDatabase.dataSource());
    }

    /** @return those of which a row was written */
    Map<ExternalId, Version> write(Map<ExternalId, News> news, Instant seenAt) {
        SqlParameterSource[] rows = news.entrySet().stream()
                .map(one -> row(one.getKey(), one.getValue(), seenAt))
                .toArray(SqlParameterSource[]::new);
        GeneratedKeyHolder answers = new GeneratedKeyHolder();
        int[] counts = jdbc.batchUpdate(InvoiceSql.UPSERT, rows, answers, ANSWER);
        Iterator<Map<String, Object>> written = answers.getKeyList().iterator();
        Map<ExternalId, Version> versions = new HashMap<>();
        int number = 0;
        for (ExternalId origin : news.keySet()) {
            if (counts[number++] > 0) {
                versions.put(origin, version(written.next()));
            }
        }
        return versions;
    }

    private static Version version(Map<String, Object> answer) {
        UUID id = (UUID) answer.get("id");
        Long number = (Long) answer.get("version");
        return new Version(Objects.requireNonNull(id), Objects.requireNonNull(number));
    }

    private static SqlParameterSource row(ExternalId origin, News news, Instant seenAt) {
        InvoiceFacts facts = news.facts();
        return new MapSqlParameterSource()
                .addValue("id", Ids.next())
                .addValue("client", news.clientId())
                .addValue("account", origin.account())
                .addValue("originId", origin.id())
                .addValue("number", facts.number())
                .addValue("status", word(facts.status()))
                .addValue("currency", facts.total().currency())
                .addValue("total", facts.total().amount())
                .addValue("amountDue", facts.amountDue().amount())
                .addValue("issueDate", facts.issueDate())
                .addValue("dueDate", facts.dueDate())
                .addValue("paidDate", facts.paidDate())
                .addValue("reference", facts.reference())
                .addValue("source", facts.source())
                .addValue("sourceUrl", facts.sourceUrl())
                .addValue("updatedAt", Database.at(facts.updatedAt()))
                .addValue("seenAt", Database.at(seenAt));
    }
}

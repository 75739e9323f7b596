package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Compares what was read in a mail with what the corpus states of it, by the rules of the corpus's own README. */
final class CorpusScore {

    private static final List<String> WEAKER =
            List.of("_not_contains", "_contains", "_prefix", "_suffix", "_nows", "_words");
    private static final Set<String> IDS = Set.of("message_id", "in_reply_to", "references");
    private static final Set<String> ADDRESSES = Set.of(
            "from_email", "requester_email", "sender_email", "envelope_from", "original_from", "bounce_recipient");
    private static final Set<String> ADDRESS_LISTS =
            Set.of("to_addresses", "cc_addresses", "original_to", "original_cc", "reply_to_addresses");

    /** Left out of what was read where no bounce was seen. */
    private static final Set<String> OF_BOUNCES = Set.of("hard_bounce", "bounce_recipient");

    private CorpusScore() {}

    /** Whether the stated value is met; null when nothing comparable was read. */
    static @Nullable Boolean met(String field, JsonNode stated, JsonNode read) {
        String weaker = WEAKER.stream().filter(field::endsWith).findFirst().orElse("");
        String base = field.substring(0, field.length() - weaker.length());
        String name = base.equals("attachment_count") ? "attachments" : base.equals("to") ? "to_addresses" : base;
        JsonNode value = read.get(name);
        if (value == null && OF_BOUNCES.contains(name)) {
            return stated.isNull();
        }
        boolean unknown = value == null || (base.equals("to") && weaker.isEmpty());
        if (unknown) {
            return null;
        }
        return weaker.isEmpty() ? same(field, stated, value) : weakly(weaker, stated, value);
    }

    private static boolean same(String field, JsonNode stated, JsonNode value) {
        if (field.equals("attachment_count")) {
            return value.size() == stated.asInt();
        }
        if (field.equals("calendar")) {
            return calendar(stated, value);
        }
        if (IDS.contains(field)) {
            return texts(stated)
                    .map(CorpusScore::bare)
                    .toList()
                    .equals(texts(value).map(CorpusScore::bare).toList());
        }
        if (ADDRESSES.contains(field)) {
            return address(stated).equals(address(value));
        }
        if (ADDRESS_LISTS.contains(field)) {
            return addresses(stated).equals(addresses(value));
        }
        if (field.equals("attachments")) {
            return texts(stated)
                    .map(CorpusScore::solid)
                    .sorted()
                    .toList()
                    .equals(texts(value).map(CorpusScore::solid).sorted().toList());
        }
        boolean text = stated.isTextual();
        return text ? spaced(stated.asText()).equals(spaced(text(value))) : stated.equals(value);
    }

    private static boolean weakly(String weaker, JsonNode stated, JsonNode value) {
        String text = spaced(text(value));
        return switch (weaker) {
            case "_contains" ->
                value.isArray()
                        ? addresses(value).containsAll(addresses(stated))
                        : texts(stated).allMatch(part -> text.contains(spaced(part)));
            case "_not_contains" -> texts(stated).noneMatch(part -> text.contains(spaced(part)));
            case "_prefix" -> text.startsWith(spaced(stated.asText()));
            case "_suffix" -> text.endsWith(spaced(stated.asText()));
            case "_nows" -> solid(stated.asText()).equals(solid(text(value)));
            default -> words(stated.asText()).equals(words(text(value)));
        };
    }

    private static boolean calendar(JsonNode stated, JsonNode value) {
        if (!stated.path("present").asBoolean()) {
            return value.isNull();
        }
        return stated.properties().stream()
                .allMatch(property -> property.getValue().equals(value.get(property.getKey())));
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).map(CorpusScore::text)
                : Stream.of(text(node));
    }

    private static List<String> addresses(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(CorpusScore::address)
                .sorted()
                .toList();
    }

    private static String address(JsonNode node) {
        JsonNode inside = node.has("address") ? node.get("address") : node.has("email") ? node.get("email") : node;
        return text(inside).strip().toLowerCase(Locale.ROOT);
    }

    private static String text(JsonNode node) {
        return node.isNull() ? "" : node.asText();
    }

    private static String bare(String id) {
        return id.strip().replaceAll("^[<>]+|[<>]+$", "");
    }

    private static String spaced(String text) {
        return solidified(text, " ");
    }

    private static String solid(String text) {
        return solidified(text, "");
    }

    private static String solidified(String text, String space) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replaceAll("(?U)\\s+", space)
                .strip();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?U)\\w+").matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }
}

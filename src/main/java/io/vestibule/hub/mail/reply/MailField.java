package io.vestibule.hub.mail.reply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The header lines that mail programs copy above a quoted or forwarded mail, by their names in many languages. */
enum MailField {
    FROM("from|von|de|da|van|från|fra|od|lähettäjä|от|від|kimden|gönderen|发件人|發件人|寄件者|寄件人|差出人|送信者"
            + "|보낸 사람|보낸사람|отправитель|expeditorul|expeditor|pošiljatelj|feladó|expediteur|expéditeur|de la"
            + "|remitente|remetente|mittente|afzender|avsändare|avsender|nadawca|odesílatel|odosielateľ"
            + "|saatja|nuo|no|από|מאת|من|dari|từ|จาก|pošiljalec|sender|frá"),
    SENT("sent|date|gesendet|datum|envoyé|date d'envoi|enviado|enviado el|enviada em|enviado em|fecha"
            + "|data|inviato|data invio|verzonden|skickat|sendt|dato|wysłano|wysłane|data wysłania|odesláno"
            + "|odoslané|dátum|gönderilen|gönderim tarihi|lähetetty|päivämäärä|päiväys|отправлено|дата"
            + "|надіслано|gönderilme|gönderildi|gönderilme tarihi|tarih|发送时间|發送時間|发送日期|日期|寄件日期|時間|送信日時|日時"
            + "|送信日|보낸 날짜|날짜|küldve|elküldve|trimis|data trimiterii|dată|saadetud|kuupäev|ημερομηνία"
            + "|στάλθηκε|תאריך|נשלח|التاريخ|تم الإرسال|dikirim|tanggal|đã gửi|ngày|วันที่|poslano|poslato"
            + "|dags|sendt den|išsiųsta|nosūtīts"),
    TO("to|pour|destinatarul|destinataires|destinatari|destinatarios|получатель|empfänger|an|à|a"
            + "|para|aan|till|til|do|komu|pro|vastaanottaja|кому|kime|alıcı|收件人|宛先|받는 사람|받는사람|címzett|către"
            + "|catre|destinatario|destinatário|destinataire|adresat|saaja|kellele|kam|προς|אל|إلى|kepada"
            + "|đến|ถึง|za|prima|címzettek"),
    CC("cc|kopie|kopia|copie à|copie|copia|cópia|kopi|kopia do|dw|kopio|копия|копія|bilgi|抄送|副本|参照"
            + "|참조|másolatot kap|másolat|κοιν.|عنوان نسخة|עותק|cc copie|tembusan|kk|cci|в копии|kopie (cc)"
            + "|copie (cc)|cópia (cc)|kopi (cc)|kopia (dw)|kopie aan|cc:"),
    SUBJECT("subject|betreff|objet|sujet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|předmět|predmet"
            + "|aihe|тема|konu|主题|主旨|主題|件名|제목|tárgy|subiect|subiectul|teema|tēma|tema|θέμα|נושא|الموضوع"
            + "|perihal|subjek|chủ đề|เรื่อง|zadeva|naslov|efni"),
    OTHER("reply-to|antwort an|répondre à|responder a|rispondi a|risposta|antwoord aan|svar till"
            + "|svar til|odpowiedz do|vastaus|bcc|importance|priority|wichtigkeit|priorität|importanza"
            + "|attachments|anlagen|message-id|organization|resent-from|reply to|responder para|répondre-à"
            + "|ответить|ответ|organisation|x-mailer|newsgroups|mailed-by|envelope-to|delivered-to"
            + "|return-path|sendt av|categories|kategorien|in-reply-to|references|content-type|mime-version"
            + "|user-agent|received");

    private static final int MAX_NAME = 30;
    private static final Map<String, MailField> BY_NAME = byName();

    private final String names;

    MailField(String names) {
        this.names = names;
    }

    /** A line like "From: ...", its quote and emphasis marks taken off. */
    record Line(MailField field, String value) {}

    /** Reads one line; null when it is none of these. */
    static @Nullable Line read(String line) {
        String text = unmarked(line);
        int colon = colon(text);
        if (colon <= 0 || colon > MAX_NAME) {
            return null;
        }
        String name = text.substring(0, colon).replace("*", "");
        MailField field = BY_NAME.get(name(name));
        if (field == null) {
            return null;
        }
        String value = text.substring(colon + 1).strip();
        return new Line(field, value.startsWith("*") ? value.substring(1).strip() : value);
    }

    private static int colon(String text) {
        int narrow = text.indexOf(':');
        int wide = text.indexOf('：');
        return narrow < 0 ? wide : wide < 0 ? narrow : Math.min(narrow, wide);
    }

    /** The name of a field that ends at this colon; 0 when none does. */
    static int nameLength(String text, int colon) {
        for (int length = Math.min(MAX_NAME, colon); length > 0; length--) {
            char first = text.charAt(colon - length);
            boolean mayStart = Character.isLetter(first) && !Character.isLowerCase(first);
            if (mayStart && BY_NAME.containsKey(name(text.substring(colon - length, colon)))) {
                return length;
            }
        }
        return 0;
    }

    /** The fields of a line that holds several, each with its name; the line itself when it holds one. */
    static List<String> pieces(String line) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
            int start = colon - nameLength(line, colon);
            boolean apart = start > from && start < colon && isApart(line, start, colon);
            if (apart) {
                pieces.add(line.substring(from, start).strip());
                from = start;
            }
        }
        pieces.add(line.substring(from).strip());
        pieces.removeIf(String::isBlank);
        return pieces;
    }

    private static boolean isApart(String line, int start, int colon) {
        char before = line.charAt(start - 1);
        return before == '>' || before == ';' || before == '\t' || Character.isDigit(before) || colon - start >= 4;
    }

    private static String name(String text) {
        return Quotes.lower(text.replace('\u00A0', ' ').strip());
    }

    /** Without the marks with which a text quotes, indents or emphasises. */
    static String unmarked(String line) {
        int at = 0;
        while (at < line.length() && (">|* \t\u00A0\uFEFF".indexOf(line.charAt(at)) >= 0)) {
            at++;
        }
        return line.substring(at);
    }

    private static Map<String, MailField> byName() {
        Map<String, MailField> all = new HashMap<>();
        for (MailField field : values()) {
            for (String name : field.names.split("\\|")) {
                MailField other = all.put(name, field);
                if (other != null) {
                    throw new IllegalStateException(name + " names both " + other + " and " + field);
                }
            }
        }
        return Map.copyOf(all);
    }
}

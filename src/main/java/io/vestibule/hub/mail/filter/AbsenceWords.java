package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.List;
import java.util.Locale;

/** Knows the words by which people say that they are away, in the languages firms write in. */
final class AbsenceWords {

    /** What is read of a text: people say it at its beginning. */
    private static final int BEGINNING = 600;

    private static final List<String> WORDS = List.of(
            "out of office",
            "out of the office",
            "out-of-office",
            "away from the office",
            "away from my desk",
            "on vacation",
            "on holiday",
            "on annual leave",
            "on leave",
            "maternity leave",
            "parental leave",
            "currently away",
            "vacation",
            "abwesend",
            "abwesenheit",
            "nicht im büro",
            "außer haus",
            "ausser haus",
            "im urlaub",
            "nicht im haus",
            "absence du bureau",
            "absent du bureau",
            "absente du bureau",
            "je suis absent",
            "actuellement absent",
            "en congé",
            "en vacances",
            "absence",
            "fuera de la oficina",
            "fuera de oficina",
            "ausente",
            "de vacaciones",
            "ausencia",
            "fuori ufficio",
            "fuori sede",
            "assente",
            "in ferie",
            "in vacanza",
            "assenza",
            "fora do escritório",
            "ausência",
            "de férias",
            "afwezig",
            "niet op kantoor",
            "met vakantie",
            "op vakantie",
            "met verlof",
            "frånvaro",
            "frånvarande",
            "på semester",
            "fravær",
            "ikke på kontoret",
            "ikke til stede",
            "på ferie",
            "poissa",
            "lomalla",
            "nieobecność",
            "nieobecny",
            "nieobecna",
            "poza biurem",
            "na urlopie",
            "mimo kancelář",
            "nepřítomn",
            "dovolen",
            "mimo kancelárie",
            "szabadság",
            "házon kívül",
            "nem vagyok az irodában",
            "în concediu",
            "absent din birou",
            "ofis dışında",
            "izindeyim",
            "tatilde",
            "вне офиса",
            "в отпуске",
            "отсутствую",
            "нет на месте",
            "у відпустці",
            "поза офісом",
            "εκτός γραφείου",
            "不在",
            "外出中",
            "休暇",
            "休假",
            "不在办公室",
            "外出",
            "부재중",
            "휴가",
            "מחוץ למשרד",
            "خارج المكتب");

    private AbsenceWords() {}

    /** An automatic answer that says somebody is away. */
    static boolean isAbsence(ParsedMail mail) {
        if (BounceFilter.isReport(mail) || AutoReplyFilter.mark(mail).isEmpty()) {
            return false;
        }
        String submitted = Machine.lower(mail.header("Auto-Submitted").orElse(""));
        boolean rule = mail.header("X-MS-Exchange-Inbox-Rules-Loop").isPresent();
        return rule || submitted.contains("vacation") || says(mail.subject()) || says(mail.text());
    }

    private static boolean says(String text) {
        String start = text.substring(0, Math.min(text.length(), BEGINNING)).toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(start::contains);
    }
}

package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every charset senders use is read, also when its label lies. */
class CharsetTests {

    private static String read(String label, byte[] body) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        String header = "From: a@b.example\r\nContent-Type: text/plain" + label + "\r\n\r\n";
        mail.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes(body);
        return new MailParser().parse(mail.toByteArray()).text();
    }

    @ParameterizedTest
    @CsvSource({
        "us-ascii, UTF-8, Grüße",
        "us-ascii, windows-1252, Grüße – “so”",
        "iso-8859-1, windows-1252, 10 € – “so”",
        "iso-8859-1, UTF-8, Grüße",
        "iso-8859-2, UTF-8, Zażółć gęślą jaźń",
        "x-nobody-knows, UTF-8, Grüße",
        "big5, UTF-8, 您好！",
        "big5, Big5, 您好",
        "gb2312, GB18030, 您好𠀀",
        "euc-kr, x-windows-949, 안녕하세요 똠",
        "ks_c_5601-1987, x-windows-949, 안녕하세요",
        "shift_jis, windows-31j, ①こんにちは",
        "euc-jp, EUC-JP, こんにちは",
        "iso-2022-jp, x-windows-iso2022jp, ①こんにちは",
        "us-ascii, x-windows-iso2022jp, こんにちは",
        "koi8-r, KOI8-R, Привет",
        "koi8-u, KOI8-U, Привіт",
        "x-mac-cyrillic, x-MacCyrillic, Привет",
        "iso-8859-8-i, ISO-8859-8, שלום",
        "iso-8859-6-e, ISO-8859-6, سلام",
        "iso-8859-9, windows-1254, Şükrü Ğ",
        "tis-620, x-windows-874, สวัสดี",
        "windows-1258, windows-1258, Đuôi",
        "utf-16, UTF-16, Grüße",
        "ansi_x3.4-1968, windows-1252, Grüße"
    })
    void aTextIsReadAsItWasMeant(String label, String written, String text) {
        assertThat(read("; charset=" + label, text.getBytes(Charset.forName(written))))
                .isEqualTo(text);
    }

    @Test
    void charsetsThatJavaLacksAreReadToo() {
        assertThat(read("; charset=iso-8859-14", HexFormat.of().parseHex("d0f8")))
                .isEqualTo("Ŵø");
        assertThat(read("; charset=latin6; x=1", "a".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("a");
        assertThat(read("; charset=ISO_8859-10", HexFormat.of().parseHex("a1bf")))
                .isEqualTo("Ąŋ");
        assertThat(read("; charset=utf-7", "Gr+APwA3w-e + 1+- 2".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("Grüße + 1+ 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "utf-8"})
    void aByteThatIsWrongCostsNoMoreThanItself(String label) {
        byte[] bytes = "aaaaa Grüße ünd ä".getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0x81;
        assertThat(read("; charset=" + label, bytes)).contains("aaaa");
    }

    @Test
    void aTextWithoutLabelIsReadByWhatItIs() {
        assertThat(read("", "Grüße".getBytes(StandardCharsets.UTF_8))).isEqualTo("Grüße");
        assertThat(read("", "Grüße".getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("Grüße");
    }

    @Test
    void anHtmlTextMayNameItsCharsetItself() {
        byte[] body = "<html><head><meta charset=\"koi8-r\"></head><p>Привет</p>".getBytes(Charset.forName("KOI8-R"));
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes("Content-Type: text/html\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        mail.writeBytes(body);
        assertThat(new MailParser().parse(mail.toByteArray()).text()).isEqualTo("Привет");
    }
}

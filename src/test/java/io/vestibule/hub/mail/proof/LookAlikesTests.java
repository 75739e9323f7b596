package io.vestibule.hub.mail.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.IDN;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookAlikesTests {

    @ParameterizedTest
    @CsvSource({
        "acme-books.com, acrne-books.com",
        "acme-books.com, acme-book.com",
        "acme-books.com, acme-boosk.com",
        "acme-books.com, acme-boooks.com",
        "acme-books.com, acme-b00ks.com",
        "acme-books.com, acme-books.co",
        "acme-books.com, mail.acrne-books.com",
        "paypal.com, paypa1.com",
        "paypal.com, pаypal.com",
        "birch.co.uk, blrch.co.uk"
    })
    void takesOneForTheOther(String known, String other) {
        assertThat(LookAlikes.confusable(IDN.toASCII(other), known)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "acme-books.com, acme-books.com",
        "acme-books.com, mail.acme-books.com",
        "acme-books.com, birch-books.com",
        "acme.com, acne.com",
        "acme-books.com, acme-books.net"
    })
    void knowsThemApart(String known, String other) {
        assertThat(LookAlikes.confusable(other, known)).isFalse();
    }

    @Test
    void domainsOfOneOwnerAreAligned() {
        assertThat(MailDomains.aligned("mail.acme.co.uk", "acme.co.uk")).isTrue();
        assertThat(MailDomains.aligned("acme.co.uk", "birch.co.uk")).isFalse();
        assertThat(MailDomains.aligned("a.acme.example", "b.acme.example")).isTrue();
        assertThat(MailDomains.aligned("acme.example", "birch.example")).isFalse();
        assertThat(MailDomains.aligned("com", "acme.com")).isFalse();
        assertThat(MailDomains.aligned("", "")).isFalse();
    }
}

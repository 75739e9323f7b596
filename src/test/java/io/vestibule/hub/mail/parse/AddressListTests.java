package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of a header line is the one that servers judge, wherever its writer hides another. */
class AddressListTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Eve <"e"@evil.example> (<tom@client.example>)              | "e"@evil.example
            Eve <e@evil.example> (a (b \\) <tom@client.example>) c)     | e@evil.example
            Eve <e@evil.example> (" <tom@client.example>)              | e@evil.example
            "e"@evil.example (<tom@client.example>)                    | "e"@evil.example
            "e"@evil.example (<tom@client.example>                     | "e"@evil.example
            e@evil.example (tom@client.example)                        | e@evil.example
            (<tom@client.example>) e@evil.example                      | e@evil.example
            x (, <tom@client.example>), e@evil.example                 | e@evil.example
            <e(<tom@client.example>)@evil.example>                     | e@evil.example
            """)
    void whatStandsInACommentIsNoAddress(String header, String email) {
        assertThat(AddressList.parse(header)).extracting(MailAddress::email).containsExactly(email);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "<tom@client.example>" <e@evil.example>          | e@evil.example
            "a\\\\" <e@evil.example>                           | e@evil.example
            Eve <e@evil.example> "<tom@client.example>       | e@evil.example
            "<tom@client.example>"@evil.example              | "<tom@client.example>"@evil.example
            Eve <"<tom@client.example>"@evil.example>        | "<tom@client.example>"@evil.example
            """)
    void whatStandsInQuotesIsNoAddressOfItsOwn(String header, String email) {
        assertThat(AddressList.parse(header)).extracting(MailAddress::email).containsExactly(email);
    }

    @Test
    void theDomainStandsBehindTheLastAtSign() {
        assertThat(AddressList.parse("<tom@client.example@evil.example>"))
                .extracting(MailAddress::domain)
                .containsExactly("evil.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eve <e@evil.example> <tom@client.example>",
                "Eve <e@evil.example>, Tom <tom@client.example>",
                "Tom <tom@client.example> Eve <e@evil.example>"
            })
    void twoAddressesInBracketsAreTwoAlsoWithoutACommaBetween(String header) {
        assertThat(AddressList.parse(header))
                .extracting(MailAddress::email)
                .containsExactlyInAnyOrder("e@evil.example", "tom@client.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tom@x.example (Tom Reed)                      | Tom Reed
            Tom Reed (Acme) <tom@x.example>               | Tom Reed
            "Tom Reed" (Acme) <tom@x.example>             | Tom Reed
            "Reed, Tom (Acme)" <tom@x.example>            | Reed, Tom (Acme)
            Tom Reed (a (b)) <tom@x.example>              | Tom Reed
            Tom Reed <tom@x.example> (via a list)         | Tom Reed
            Tom Reed <tom@x.example> <TOM@x.example>      | Tom Reed <tom@x.example>
            Tom (Acme <tom@x.example>                     | Tom (Acme
            Tom :( <tom@x.example>                        | Tom :(
            """)
    void aNameIsReadBesideCommentsAlsoBrokenOnes(String header, String name) {
        assertThat(AddressList.parse(header)).containsExactly(new MailAddress(name, "tom@x.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tom@x.example\"",
                "\"Tom <tom@x.example>\"",
                "\"Tom <tom@x.example>",
                "\"A\" B\" <tom@x.example>"
            })
    void whereAllIsInQuotesTheAddressIsReadFromThem(String header) {
        assertThat(AddressList.parse(header)).extracting(MailAddress::email).containsExactly("tom@x.example");
    }

    @Test
    void aHeaderOfCommentsNamesNobody() {
        assertThat(AddressList.parse("(tom@x.example)")).isEmpty();
        assertThat(AddressList.parse("\"\" (Delivery System)")).isEmpty();
    }
}

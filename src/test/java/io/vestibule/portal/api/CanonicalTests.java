package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.contract.ContractJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A key that came before an update of the portal still knows its command: the text stays as it was to the letter. */
class CanonicalTests {

    @Test
    void fieldsStandInTheirOrderAndWhatIsNullIsAbsent() throws IOException {
        assertThat(text("{'z':'t','a':{'d':'1.50','b':[1,'x',{'c':true,'n':null}],'none':null},'e':{},'l':[]}"))
                .isEqualTo("{a={b=[1,\"x\",{c=true}], d=\"1.50\"}, e={}, l=[], z=\"t\"}");
        assertThat(text("{'a':null}")).isEqualTo("{}");
        assertThat(text("[null,2]")).isEqualTo("[null,2]");
    }

    @Test
    void theOrderInWhichTheyCameDoesNotMatter() throws IOException {
        assertThat(text("{'b':1,'a':{'y':'\u00e9','x':2}}")).isEqualTo(text("{'a':{'x':2,'y':'\u00e9'},'b':1}"));
    }

    private static String text(String json) throws IOException {
        return Canonical.text(ContractJson.tree(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}

package io.vestibule.support.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Consumer;

/** The sign-in of Google: gives access tokens, which a mail server then takes in place of passwords. */
public final class SimulatedGoogle extends SimulatedVendor {

    private final VendorTokens tokens = new VendorTokens(new VendorState(null), false, 3600);
    private volatile Consumer<String> listener = token -> {};

    public SimulatedGoogle() {
        super(0);
    }

    @Override
    public List<String> hosts() {
        return List.of("accounts.google.com", "oauth2.googleapis.com");
    }

    /** Told of each access token before it is handed out. */
    public void onToken(Consumer<String> listener) {
        this.listener = listener;
    }

    /** The tokens that a person's consent would have given to the hub. */
    public ObjectNode consent() {
        return tokens.issue();
    }

    public void revokeConsent() {
        tokens.revokeAll();
    }

    @Override
    VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/o/oauth2/v2/auth")) {
            return ConsentPage.of(call, tokens.newCode());
        }
        var answer = tokens.answer(call);
        if (answer.status() == 200) {
            try {
                listener.accept(VendorState.JSON
                        .readTree(answer.body())
                        .path("access_token")
                        .asText());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return answer;
    }

    @Override
    String faultBody(int status) {
        return "{\"error\":\"temporarily_unavailable\"}";
    }
}

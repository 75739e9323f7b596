package io.vestibule.support.vendors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth side of a simulated vendor: codes, access tokens and refresh tokens. With rotation a refresh token works
 * once; using it again is refused with invalid_grant, as a vendor does.
 */
final class VendorTokens {

    private final VendorState state;
    private final boolean rotating;
    private final int lifeSeconds;

    VendorTokens(VendorState state, boolean rotating, int lifeSeconds) {
        this.state = state;
        this.rotating = rotating;
        this.lifeSeconds = lifeSeconds;
    }

    /** What an admin's consent yields: usable once at the token address. */
    String newCode() {
        var code = "code-" + UUID.randomUUID();
        state.map("codes").put(code, true);
        state.save();
        return code;
    }

    ObjectNode issue() {
        var answer = VendorState.JSON.createObjectNode();
        var access = "access-" + UUID.randomUUID();
        var refresh = "refresh-" + UUID.randomUUID();
        state.map("accessTokens").put(access, true);
        state.map("refreshTokens").put(refresh, true);
        state.save();
        answer.put("access_token", access).put("refresh_token", refresh);
        answer.put("expires_in", lifeSeconds).put("token_type", "Bearer");
        return answer;
    }

    boolean accepts(@Nullable String accessToken) {
        return accessToken != null && state.map("accessTokens").has(accessToken);
    }

    /** A token made elsewhere, such as a private app's, counts as one of ours. */
    void accept(String accessToken) {
        state.map("accessTokens").put(accessToken, true);
        state.save();
    }

    void expireAccess() {
        state.map("accessTokens").removeAll();
        state.save();
    }

    void revokeAll() {
        state.map("refreshTokens").removeAll();
        expireAccess();
    }

    VendorAnswer answer(VendorCall call) {
        var form = call.form();
        if (!hasClient(call, form)) {
            return VendorAnswer.json(401, error("invalid_client"));
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> exchange("codes", form.get("code"), true);
            case "refresh_token" -> exchange("refreshTokens", form.get("refresh_token"), rotating);
            default -> VendorAnswer.json(400, error("unsupported_grant_type"));
        };
    }

    private VendorAnswer exchange(String kind, @Nullable String given, boolean once) {
        var known = state.map(kind);
        if (given == null || !known.has(given)) {
            return VendorAnswer.json(400, error("invalid_grant"));
        }
        if (once) {
            known.remove(given);
            return VendorAnswer.json(200, issue());
        }
        var answer = issue();
        if (kind.equals("refreshTokens")) {
            known.remove(answer.path("refresh_token").asText());
            answer.put("refresh_token", given);
            state.save();
        }
        return VendorAnswer.json(200, answer);
    }

    private static boolean hasClient(VendorCall call, Map<String, String> form) {
        var authorization = call.header("authorization");
        if (authorization == null || !authorization.startsWith("Basic ")) {
            return form.containsKey("client_id") && form.containsKey("client_secret");
        }
        var credentials = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
        return new String(credentials, StandardCharsets.UTF_8).contains(":");
    }

    private static ObjectNode error(String code) {
        return VendorState.JSON.createObjectNode().put("error", code);
    }
}

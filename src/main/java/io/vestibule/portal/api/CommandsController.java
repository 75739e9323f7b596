package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vestibule.platform.web.Problem;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ContractJson;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /commands}: up to 100 commands, answered one by one in their order; a bad one never fails its neighbours. */
@RestController
class CommandsController {

    private static final int MOST_COMMANDS = 100;
    private static final int MOST_BYTES = 20 * 1024 * 1024;

    private final Commands commands;

    CommandsController(Commands commands) {
        this.commands = commands;
    }

    /** The answer to a batch, in its order. */
    record Results(List<CommandResult> results) {}

    @PostMapping("/portal/api/v1/commands")
    ResponseEntity<?> execute(@RequestAttribute(PeerFilter.PEER) String peer, HttpServletRequest request)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return Problem.of(HttpStatus.PAYLOAD_TOO_LARGE, "The batch is over 20 MB.", "Send fewer commands at once.");
        }
        JsonNode batch = read(body).path("commands");
        if (!batch.isArray() || batch.isEmpty() || batch.size() > MOST_COMMANDS) {
            return ApiAnswers.bad(
                    "The body is not JSON with 1 to " + MOST_COMMANDS + " commands.",
                    "Send {\"commands\":[...]}; see openapi.yaml.");
        }
        List<JsonNode> each = new ArrayList<>();
        batch.forEach(each::add);
        return ApiAnswers.json(new Results(commands.execute(Access.peer(peer), each)));
    }

    private static JsonNode read(byte[] body) {
        try {
            return ContractJson.tree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}

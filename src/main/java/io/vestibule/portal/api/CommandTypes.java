package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.NotInContract;
import io.vestibule.portal.contract.PortalCommand;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the data of a command by its wire name; the names come from the records themselves. */
final class CommandTypes {

    private static final Map<String, Class<?>> BY_NAME = Arrays.stream(PortalCommand.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(ContractJson::word, Function.identity()));

    private CommandTypes() {}

    static PortalCommand decode(String type, JsonNode data) throws NotInContract {
        Class<?> command = BY_NAME.get(type);
        if (command == null) {
            throw new NotInContract("There is no command " + type + ". Use one of "
                    + BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        return (PortalCommand) ContractJson.decode(data, command);
    }
}

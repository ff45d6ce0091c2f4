package org.peerage.api.handlers;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.CallerAuthor;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;
import org.peerage.api.Route;
import org.peerage.registry.rules.AccessRight;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** Answers to OPTIONS: what an address takes from this caller, in the shape that the recorded answers have. */
public final class OptionsHandler {
    private OptionsHandler() {}

    public static ApiResponse of(Route route, Caller caller, Snapshot snapshot) {
        return switch (route) {
            case Route.Collection(ObjectType type) -> describe(type, " List", "POST");
            case Route.Item(ObjectType type, long id) ->
                describe(type, " Instance", mayChange(snapshot.find(type, id), caller, snapshot) ? "PUT" : "");
            default -> ApiResponse.of(200, ApiResponse.text("{\"data\": [], \"meta\": {}}"));
        };
    }

    private static boolean mayChange(@Nullable Row row, Caller caller, Snapshot snapshot) {
        return row != null
                && row.status() != Status.DELETED
                && new CallerAuthor(caller).may(AccessRight.UPDATE, row.type().namespace(row, snapshot));
    }

    /** @param action the method whose keys are described; empty: none is */
    private static ApiResponse describe(ObjectType type, String suffix, String action) {
        JsonBuffer out = new JsonBuffer(4096)
                .ascii("{\"data\": [{\"name\": ")
                .quoted(spread(type) + suffix)
                .ascii(
                        ", \"description\": \"\", \"renders\": [\"application/json\"], \"parses\": [\"application/json\","
                                + " \"application/x-www-form-urlencoded\", \"multipart/form-data\"]");
        if (!action.isEmpty()) {
            out.ascii(", \"actions\": {").quoted(action).ascii(": {");
            new KeyDescriptions(out).write(type, true, Set.of());
            out.ascii("}}");
        }
        return ApiResponse.of(
                200, new ResponseBody.Bytes(out.ascii("}], \"meta\": {}}").toByteArray()));
    }

    /** {@code NetworkIXLan} as the reference spreads it: {@code Network Ix Lan}. */
    private static String spread(ObjectType type) {
        return type.title().replace("IXLan", "IxLan").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}

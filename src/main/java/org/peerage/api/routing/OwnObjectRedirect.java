package org.peerage.api.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.peerage.access.Caller;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * {@code /api/<tag>/self}: on to the first object of a type that an organization of the caller has. The reference sends
 * everybody else to a sample of its own; here they are told what is missing.
 */
final class OwnObjectRedirect {
    private OwnObjectRedirect() {}

    static ApiResponse of(
            ObjectType type, ApiRequest request, Caller caller, List<Long> organizations, Snapshot snapshot) {
        if (caller.isAnonymous()) {
            return ApiResponse.error(401, "Authentication credentials were not provided.")
                    .with("WWW-Authenticate", "Basic realm=\"api\"");
        }
        String query = request.query() == null ? "" : "?" + request.query();
        return organizations.stream()
                .flatMap(organization -> first(type, organization, snapshot).stream())
                .findFirst()
                .map(row -> ApiResponse.empty(302).with("Location", "/api/" + type.typeName() + "/" + row.id() + query))
                .orElseGet(() -> ApiResponse.error(404, "Not found."));
    }

    @SuppressWarnings("unchecked")
    private static Optional<Row> first(ObjectType type, long organization, Snapshot snapshot) {
        if (type == Org.TYPE) {
            return Optional.ofNullable(snapshot.find(type, organization)).filter(Row::isActive);
        }
        return type.field("org_id").flatMap(owner -> snapshot.referring((Field<Long>) owner, organization).stream()
                .filter(Row::isActive)
                .min(Comparator.comparingLong(Row::id)));
    }
}

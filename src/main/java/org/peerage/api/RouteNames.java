package org.peerage.api;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;

/** Names of the API's addresses without what differs from request to request: as many as there are kinds of them. */
final class RouteNames {
    /** What is none of the API's addresses, and nobody named. */
    static final String OTHER = "/other";

    private static final Map<ObjectType, Names> OF_TYPES =
            ObjectTypes.ALL.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Names::of));

    private RouteNames() {}

    private record Names(String list, String item, String history, String action, String logo, String own) {
        static Names of(ObjectType type) {
            String list = "/api/" + type.typeName();
            return new Names(
                    list,
                    list + "/{id}",
                    list + "/{id}/history",
                    list + "/{id}/{action}",
                    "/api/asset/" + type.typeName() + "/{id}/logo",
                    list + "/self");
        }
    }

    static String of(Route route) {
        return switch (route) {
            case Route.Item(ObjectType type, long _) -> of(type).item;
            case Route.Collection(ObjectType type) -> of(type).list;
            case Route.ApiIndex _, Route.MissingSlash _ -> "/api/";
            case Route.ObjectHistory(ObjectType type, long _) -> of(type).history;
            case Route.ObjectAction(ObjectType type, long _, String _, long _) -> of(type).action;
            case Route.ObjectLogo(ObjectType type, long _) -> of(type).logo;
            case Route.OwnItem(ObjectType type) -> of(type).own;
            case Route.ChangeFeed _ -> "/api/changes";
            case Route.Undo _ -> "/api/undo";
            case Route.Batch _ -> "/api/batch";
            case Route.OrganizationUsers _ -> "/api/org/{id}/users";
            case Route.OrganizationLog _ -> "/api/org/{id}/log";
            case Route.FollowList _ -> "/api/follows";
            case Route.ImportProposals _ -> "/api/ixf_proposal";
            case Route.AllAsSets _ -> "/api/as_set";
            case Route.AsSet _ -> "/api/as_set/{asn}";
            case Route.SearchRoute _ -> "/api/search";
            case Route.ApiSchema _ -> "/api/schema";
            case Route.MissingId _, Route.NotFound _ -> "/api/other";
        };
    }

    private static Names of(ObjectType type) {
        return Objects.requireNonNull(OF_TYPES.get(type));
    }
}

package org.peerage.api.routing;

import org.peerage.api.Route;
import org.peerage.schema.ObjectType;

/** The methods of an address, as the {@code Allow} header lists them in the recorded answers. */
public record AllowedMethods(String allowed) {
    private static final AllowedMethods READ = new AllowedMethods("GET, HEAD, OPTIONS");
    private static final AllowedMethods LIST = new AllowedMethods("GET, POST, HEAD, OPTIONS");
    private static final AllowedMethods OBJECT = new AllowedMethods("GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    private static final AllowedMethods ACT = new AllowedMethods("POST, OPTIONS");
    private static final AllowedMethods MEMBER = new AllowedMethods("GET, PUT, HEAD, OPTIONS");
    private static final AllowedMethods REMOVE = new AllowedMethods("POST, DELETE, OPTIONS");
    private static final AllowedMethods LOGO = new AllowedMethods("GET, POST, PUT, DELETE, HEAD, OPTIONS");
    private static final AllowedMethods OWN = new AllowedMethods("GET, OPTIONS");
    private static final AllowedMethods FOLLOW = new AllowedMethods("GET, PUT, DELETE, HEAD, OPTIONS");
    private static final AllowedMethods LAN_LIST = new AllowedMethods("GET");
    private static final AllowedMethods LAN = new AllowedMethods("GET, PUT");

    public static AllowedMethods of(Route route) {
        return switch (route) {
            case Route.Collection(ObjectType type) -> type.isCreatable() ? LIST : LAN_LIST;
            case Route.Item(ObjectType type, long id) -> type.isCreatable() ? OBJECT : LAN;
            case Route.MissingId noId -> OBJECT;
            case Route.ObjectAction action -> ACT;
            case Route.Batch batch -> ACT;
            case Route.Undo undo -> ACT;
            case Route.FollowList(String id) -> id.isEmpty() ? LIST : FOLLOW;
            case Route.OrganizationUsers(long organization, String what) ->
                switch (what) {
                    case "" -> READ;
                    case "add" -> ACT;
                    case "remove" -> REMOVE;
                    default -> MEMBER;
                };
            case Route.ObjectLogo logo -> LOGO;
            case Route.OwnItem own -> OWN;
            default -> READ;
        };
    }

    public boolean allows(String method) {
        int at = allowed.indexOf(method);
        return at >= 0
                && (at == 0 || allowed.charAt(at - 1) == ' ')
                && (at + method.length() == allowed.length() || allowed.charAt(at + method.length()) == ',');
    }
}

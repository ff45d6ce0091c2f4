package org.peerage.api;

import org.peerage.schema.ObjectType;

/** The methods of an address, as the {@code Allow} header lists them in the recorded answers. */
record Methods(String allowed) {
    private static final Methods READ = new Methods("GET, HEAD, OPTIONS");
    private static final Methods LIST = new Methods("GET, POST, HEAD, OPTIONS");
    private static final Methods OBJECT = new Methods("GET, PUT, PATCH, DELETE, HEAD, OPTIONS");
    private static final Methods ACT = new Methods("POST, OPTIONS");
    private static final Methods MEMBER = new Methods("GET, PUT, HEAD, OPTIONS");
    private static final Methods REMOVE = new Methods("POST, DELETE, OPTIONS");
    private static final Methods LOGO = new Methods("GET, POST, PUT, DELETE, HEAD, OPTIONS");
    private static final Methods OWN = new Methods("GET, OPTIONS");
    private static final Methods LAN_LIST = new Methods("GET");
    private static final Methods LAN = new Methods("GET, PUT");

    static Methods of(Address address) {
        return switch (address) {
            case Address.AllOf(ObjectType type) -> type.isCreatable() ? LIST : LAN_LIST;
            case Address.One(ObjectType type, long id) -> type.isCreatable() ? OBJECT : LAN;
            case Address.NoId noId -> OBJECT;
            case Address.Action action -> ACT;
            case Address.Batch batch -> ACT;
            case Address.Users(long organization, String what) ->
                switch (what) {
                    case "" -> READ;
                    case "add" -> ACT;
                    case "remove" -> REMOVE;
                    default -> MEMBER;
                };
            case Address.LogoOf logo -> LOGO;
            case Address.Own own -> OWN;
            default -> READ;
        };
    }

    boolean allows(String method) {
        int at = allowed.indexOf(method);
        return at >= 0
                && (at == 0 || allowed.charAt(at - 1) == ' ')
                && (at + method.length() == allowed.length() || allowed.charAt(at + method.length()) == ',');
    }
}

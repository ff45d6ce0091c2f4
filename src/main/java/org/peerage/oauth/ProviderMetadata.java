package org.peerage.oauth;

import com.nimbusds.oauth2.sdk.ResponseMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What clients read to find their way (docs/spec/identity.md §6; OpenID Connect Discovery §3, RFC 8414 §2). */
public final class ProviderMetadata {
    private static final List<String> AUTHENTICATION = List.of("client_secret_post", "client_secret_basic", "none");
    private static final List<String> RESPONSE_MODES = AuthorizationRequests.RESPONSE_MODES.stream()
            .map(ResponseMode::getValue)
            .toList();
    private static final List<String> CLAIMS = List.of(
            "sub",
            "name",
            "given_name",
            "family_name",
            "email",
            "email_verified",
            "id",
            "verified_user",
            "networks",
            "amr",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "at_hash");

    private ProviderMetadata() {}

    /** Who issues tokens at a site of that address: its name ends in the path, as clients of the reference know it. */
    public static String issuer(String site) {
        return site + "/oauth2";
    }

    private static List<String> scopes() {
        return Arrays.stream(Scope.values()).map(Scope::text).toList();
    }

    /** {@code openid-configuration}. */
    public static Map<String, Object> openid(String site) {
        String issuer = issuer(site);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + "/authorize/");
        document.put("token_endpoint", issuer + "/token/");
        document.put("userinfo_endpoint", issuer + "/userinfo/");
        document.put("jwks_uri", issuer + "/.well-known/jwks.json");
        document.put("revocation_endpoint", issuer + "/revoke_token/");
        document.put("introspection_endpoint", issuer + "/introspect/");
        document.put("end_session_endpoint", issuer + "/logout/");
        document.put("scopes_supported", scopes());
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", RESPONSE_MODES);
        document.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256"));
        document.put("token_endpoint_auth_methods_supported", AUTHENTICATION);
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("claims_supported", CLAIMS);
        document.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        document.put("claims_parameter_supported", false);
        document.put("request_parameter_supported", false);
        document.put("request_uri_parameter_supported", false);
        document.put("authorization_response_iss_parameter_supported", true);
        document.put("service_documentation", site + "/apidocs/");
        return document;
    }

    /** {@code oauth-authorization-server}: with the reference's own names besides those of the standard. */
    public static Map<String, Object> authorizationServer(String site) {
        String issuer = issuer(site);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer);
        document.put("authorization_endpoint", issuer + "/authorize/");
        document.put("token_endpoint", issuer + "/token/");
        document.put("jwks_uri", issuer + "/.well-known/jwks.json");
        document.put("response_types_supported", List.of("code"));
        document.put("response_modes_supported", RESPONSE_MODES);
        document.put("subject_types_supported", List.of("public"));
        document.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        document.put("token_endpoint_auth_methods_supported", AUTHENTICATION);
        document.put("revocation_endpoint", issuer + "/revoke_token/");
        document.put("revocation_endpoint_auth_methods_supported", AUTHENTICATION);
        document.put("introspection_endpoint", issuer + "/introspect/");
        document.put(
                "introspection_endpoint_auth_methods_supported", List.of("client_secret_post", "client_secret_basic"));
        document.put("code_challenge_methods_supported", List.of("S256"));
        document.put("scopes_supported", scopes());
        document.put("claims_supported", CLAIMS);
        document.put("oidc_claims_supported", CLAIMS);
        document.put("signing_algorithms_supported", List.of("RS256"));
        document.put("authorization_response_iss_parameter_supported", true);
        document.put("service_documentation", site + "/apidocs/");
        return document;
    }
}

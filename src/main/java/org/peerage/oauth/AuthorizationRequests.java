package org.peerage.oauth;

import static org.peerage.oauth.RequestValues.value;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.OIDCError;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads authorization requests (docs/spec/identity.md §3; RFC 6749 §4.1.1, RFC 7636, OpenID Connect Core §3.1.2.1). */
public final class AuthorizationRequests {
    /** The parameters that make a request; the form of the consent page carries them on. */
    public static final List<String> PARAMETERS = List.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "claims",
            "prompt",
            "max_age",
            "approval_prompt",
            "id_token_hint");

    /** Not in the fragment: an application that waits for a query would leave the code to whatever script runs there. */
    static final List<ResponseMode> RESPONSE_MODES = List.of(ResponseMode.QUERY, ResponseMode.FORM_POST);

    /** As long as a form of ours carries it; an id_token of somebody with many networks is long, too. */
    private static final int MAX_LENGTH = 16_000;

    /** It is kept with what the person allowed. */
    private static final int MAX_NONCE_LENGTH = 2_000;

    /** RFC 7636 §4.2: the SHA-256 of the verifier in base64url. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final ApplicationStore applications;

    AuthorizationRequests(ApplicationStore applications) {
        this.applications = applications;
    }

    /**
     * What an application asks for.
     *
     * @param redirectUri where the answer goes
     * @param namedRedirectUri the same if the request named it; empty: it left that out
     * @param maxAge seconds since the person signed in
     */
    public record AuthorizationRequest(
            Application application,
            String redirectUri,
            String namedRedirectUri,
            Set<Scope> scopes,
            String state,
            String nonce,
            String codeChallenge,
            Set<Prompt.Type> prompt,
            OptionalLong maxAge,
            boolean alwaysAsks,
            String idTokenHint,
            ResponseMode responseMode) {
        public AuthorizationRequest {
            scopes = Set.copyOf(scopes);
            prompt = Set.copyOf(prompt);
        }

        /** Whether the person must not see anything. */
        public boolean isSilent() {
            return prompt.contains(Prompt.Type.NONE);
        }

        public boolean asksToSignIn() {
            return prompt.contains(Prompt.Type.LOGIN) || prompt.contains(Prompt.Type.SELECT_ACCOUNT);
        }

        /** Whether the person is asked even if they allowed it before. */
        public boolean asksForConsent() {
            return alwaysAsks
                    || prompt.contains(Prompt.Type.CONSENT)
                    // Any program can listen there and say it is this application (RFC 8252 §8.6).
                    || (application.isPublic() && RedirectUris.isLoopback(redirectUri));
        }
    }

    /** What a request is. */
    public sealed interface ParsedRequest {
        record Valid(AuthorizationRequest request) implements ParsedRequest {}

        /**
         * The person is told, and sent nowhere: who asks is not known.
         *
         * @param reason a code, for which pages have the words
         */
        record Unknown(String reason) implements ParsedRequest {}

        /**
         * The application is told, at that address.
         *
         * @param error a code of RFC 6749 §4.1.2.1 or OpenID Connect Core §3.1.2.6
         */
        record Refused(Application application, String redirectUri, String error, AuthorizationAnswer answer)
                implements ParsedRequest {}
    }

    /**
     * Reads a request; values by name.
     *
     * @param issuer who answers
     */
    public ParsedRequest parse(Map<String, List<String>> parameters, String issuer) {
        for (String name : List.of("client_id", "redirect_uri")) {
            if (parameters.getOrDefault(name, List.of()).size() > 1) {
                return new ParsedRequest.Unknown("twice");
            }
        }
        Optional<Application> application = applications.byClientId(value(parameters, "client_id"));
        if (application.isEmpty()) {
            return new ParsedRequest.Unknown("application");
        }
        Application client = application.get();
        String named = value(parameters, "redirect_uri");
        if (named.isEmpty() && client.redirectUris().size() != 1) {
            return new ParsedRequest.Unknown("noRedirect");
        }
        String redirect = named.isEmpty() ? client.redirectUris().getFirst() : named;
        if (!RedirectUris.isRegistered(client, redirect)) {
            return new ParsedRequest.Unknown("redirect");
        }
        String state = value(parameters, "state");
        if (state.length() > MAX_LENGTH) {
            state = ""; // no client waits for one that its own server could not take back
        }
        try {
            return new ParsedRequest.Valid(valid(parameters, client, redirect, named, state));
        } catch (RefusedException refused) {
            return new ParsedRequest.Refused(
                    client,
                    redirect,
                    refused.error.getCode(),
                    answer(
                            redirect,
                            refused.error,
                            state,
                            responseMode(parameters).orElse(ResponseMode.QUERY),
                            issuer));
        }
    }

    /** The origin that the answer to such a query goes to; empty: it names no application, or an address that is not its. */
    public Optional<String> redirectOrigin(String query) {
        Map<String, List<String>> parameters = com.nimbusds.oauth2.sdk.util.URLUtils.parseParameters(query);
        return applications.byClientId(value(parameters, "client_id")).flatMap(client -> {
            String named = value(parameters, "redirect_uri");
            String uri = named.isEmpty() ? client.redirectUris().getFirst() : named;
            return RedirectUris.isRegistered(client, uri) ? Optional.of(RedirectUris.origin(uri)) : Optional.empty();
        });
    }

    private static AuthorizationRequest valid(
            Map<String, List<String>> parameters, Application client, String redirect, String named, String state)
            throws RefusedException {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (PARAMETERS.contains(parameter.getKey()) && parameter.getValue().size() > 1) {
                throw invalid("Duplicate " + parameter.getKey() + " parameter.");
            }
            if (PARAMETERS.contains(parameter.getKey())
                    && parameter.getValue().getFirst().length() > MAX_LENGTH) {
                throw invalid("The " + parameter.getKey() + " parameter is too long.");
            }
        }
        String nonce = value(parameters, "nonce");
        if ((!state.isEmpty() && !isPrintable(state)) || hasControls(nonce) || nonce.length() > MAX_NONCE_LENGTH) {
            throw invalid("Invalid state or nonce parameter.");
        }
        checkKind(parameters);
        ResponseMode mode = responseMode(parameters).orElseThrow(() -> invalid("Unsupported response_mode."));
        Set<Scope> scopes = Scope.parse(value(parameters, "scope"))
                .orElseThrow(() -> new RefusedException(new ErrorObject("invalid_scope")));
        Set<Prompt.Type> prompt = prompt(value(parameters, "prompt"));
        String maxAge = value(parameters, "max_age");
        if (!maxAge.matches("[0-9]{0,9}")) {
            throw invalid("Invalid max_age parameter.");
        }
        return new AuthorizationRequest(
                client,
                redirect,
                named,
                scopes,
                state,
                nonce,
                challenge(parameters, client),
                prompt,
                maxAge.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(maxAge)),
                value(parameters, "approval_prompt").equals("force"),
                value(parameters, "id_token_hint"),
                mode);
    }

    private static RefusedException invalid(String description) {
        return new RefusedException(OAuth2Error.INVALID_REQUEST.setDescription(description));
    }

    private static boolean isPrintable(String text) {
        return !text.isBlank() && !hasControls(text);
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static void checkKind(Map<String, List<String>> parameters) throws RefusedException {
        String type = value(parameters, "response_type");
        if (type.isEmpty()) {
            throw invalid("Missing response_type parameter.");
        }
        if (parameters.containsKey("request")) {
            throw new RefusedException(OAuth2Error.REQUEST_NOT_SUPPORTED.setDescription(null));
        }
        if (parameters.containsKey("request_uri")) {
            throw new RefusedException(OAuth2Error.REQUEST_URI_NOT_SUPPORTED.setDescription(null));
        }
        if (parameters.containsKey("registration")) {
            throw new RefusedException(OIDCError.REGISTRATION_NOT_SUPPORTED.setDescription(null));
        }
        if (!type.equals("code")) {
            boolean known =
                    List.of(type.split(" ", -1)).stream().allMatch(Set.of("code", "token", "id_token")::contains);
            throw new RefusedException(new ErrorObject(known ? "unauthorized_client" : "unsupported_response_type"));
        }
    }

    /** How the answer is wanted; empty: in none of our ways. */
    private static Optional<ResponseMode> responseMode(Map<String, List<String>> parameters) {
        String mode = value(parameters, "response_mode");
        return mode.isEmpty()
                ? Optional.of(ResponseMode.QUERY)
                : RESPONSE_MODES.stream()
                        .filter(known -> known.getValue().equals(mode))
                        .findFirst();
    }

    private static Set<Prompt.Type> prompt(String text) throws RefusedException {
        if (text.isEmpty()) {
            return Set.of();
        }
        try {
            return Prompt.parse(text);
        } catch (ParseException unknown) {
            throw invalid("Invalid prompt parameter.");
        }
    }

    /** RFC 7636 with S256 only: {@code plain} protects nobody who can read the request (RFC 9700 §2.1.1). */
    private static String challenge(Map<String, List<String>> parameters, Application client) throws RefusedException {
        String challenge = value(parameters, "code_challenge");
        String method = value(parameters, "code_challenge_method");
        if (challenge.isEmpty()) {
            if (client.isPublic() || !method.isEmpty()) {
                throw invalid("Code challenge required.");
            }
            return "";
        }
        if (!method.equals("S256")) {
            throw invalid("Transform algorithm not supported.");
        }
        if (!CHALLENGE.matcher(challenge).matches()) {
            throw invalid("Invalid code challenge.");
        }
        return challenge;
    }

    /** What an application is told that gets nothing. */
    public static AuthorizationAnswer error(AuthorizationRequest request, ErrorObject error, String issuer) {
        return answer(request.redirectUri, error, request.state, request.responseMode, issuer);
    }

    private static AuthorizationAnswer answer(
            String redirect, ErrorObject error, String state, ResponseMode mode, String issuer) {
        return AuthorizationAnswer.of(
                new AuthorizationErrorResponse(URI.create(redirect), error, state(state), new Issuer(issuer), mode));
    }

    /** How an application gets its code. */
    static AuthorizationAnswer success(AuthorizationRequest request, String code, String issuer) {
        return AuthorizationAnswer.of(new AuthorizationSuccessResponse(
                URI.create(request.redirectUri),
                new AuthorizationCode(code),
                null,
                state(request.state),
                new Issuer(issuer),
                request.responseMode));
    }

    private static @Nullable State state(String text) {
        return text.isBlank() ? null : new State(text);
    }

    /** What the application is told. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient ErrorObject error;

        RefusedException(ErrorObject error) {
            super(error.getCode());
            this.error = error;
        }
    }
}

package org.peerage.api.handlers;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.peerage.access.Accounts;
import org.peerage.access.credentials.ApiKey;
import org.peerage.access.limits.RateLimited;
import org.peerage.access.limits.RateLimiter;
import org.peerage.accounts.AuditLog;
import org.peerage.api.ApiRequest;
import org.peerage.api.ApiResponse;
import org.peerage.registry.rules.RequestFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /api/keys/report-leak}: who finds a key, or its SHA-256, where it should not be has it revoked; its owner is
 * told by mail. The answer is the same, and as quick, whether or not there is such a key.
 */
public final class LeakReports {
    public static final String PATH = "/api/keys/report-leak";

    private static final Logger LOG = LoggerFactory.getLogger(LeakReports.class);

    private final Accounts accounts;
    private final RateLimiter rateLimiter;
    private final AuditLog auditLog;

    public LeakReports(Accounts accounts, RateLimiter rateLimiter, AuditLog auditLog) {
        this.accounts = accounts;
        this.rateLimiter = rateLimiter;
        this.auditLog = auditLog;
    }

    public ApiResponse handle(ApiRequest request) throws IOException {
        if (!request.method().equals("POST")) {
            return ApiResponse.error(405, "Method \"" + request.method() + "\" not allowed.")
                    .with("Allow", "POST");
        }
        Optional<RateLimited> limited = rateLimiter.admitWrongKey(request.remoteAddress());
        if (limited.isPresent()) {
            return ApiResponse.rateLimited(limited.get());
        }
        return RequestBody.valuesOrNone(request).answer(input -> reported(input, request.remoteAddress()));
    }

    private ApiResponse reported(RequestFields input, String ipAddress) {
        String given = input.find("key").map(JsonNode::asString).orElse("").strip();
        String lower = given.toLowerCase(Locale.ROOT);
        Optional<String> hash = lower.matches("[0-9a-f]{64}")
                ? Optional.of(lower)
                : ApiKey.parse(given).map(ApiKey::hash);
        if (given.isEmpty()) {
            return ApiResponse.error(400, "key is required: the key, or its SHA-256 in hexadecimal digits");
        }
        hash.ifPresent(known -> Thread.ofVirtual().name("leak").start(() -> revoke(known, ipAddress)));
        return ApiResponse.of(
                202,
                ApiResponse.text("{\"data\": [], \"meta\": {\"message\": \"Thank you. If it is a key of this registry,"
                        + " it is revoked, and its owner is told.\"}}"));
    }

    private void revoke(String hash, String ipAddress) {
        try {
            Optional<String> prefix = accounts.change(store -> {
                Optional<String> known = store.prefixOfHash(hash);
                return known.filter(store::revokeKey);
            });
            prefix.ifPresent(known ->
                    auditLog.record("anonymous", "revoke leaked key", "key:" + known, "reported as leaked", ipAddress));
        } catch (RuntimeException failed) {
            LOG.warn("a key that was reported as leaked is not revoked", failed);
        }
    }
}

package org.peerage.web.site;

import java.util.List;

/**
 * A status that the API refuses requests with.
 *
 * @param meaning the key of the message that says when
 * @param example a body as it is; {@code ApiDocumentationTest} asks the server for it
 */
public record ApiError(int status, String meaning, String example) {
    static final List<ApiError> ALL = List.of(
            new ApiError(400, "apidocs.error.400", "{\"meta\": {\"error\": \"'limit' needs to be a number\"}}"),
            new ApiError(401, "apidocs.error.401", "{\"meta\": {\"error\": \"Invalid API key\"}}"),
            new ApiError(403, "apidocs.error.403", "{\"meta\": {\"error\": \"Missing right: delete on net 1\"}}"),
            new ApiError(404, "apidocs.error.404", "{\"meta\": {\"error\": \"No Network matches the given query.\"}}"),
            new ApiError(
                    429,
                    "apidocs.error.429",
                    "{\"message\": \"Request was throttled. Expected available in 12 seconds.\","
                            + " \"meta\": {\"error\": \"Too Many Requests\"}}"));
}

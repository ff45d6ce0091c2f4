package org.peerage.sync;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The other registry did not give what was asked for; the message is for an operator. */
public final class RemoteRegistryException extends IOException {
    private static final long serialVersionUID = 1L;

    RemoteRegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

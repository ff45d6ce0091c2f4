package org.peerage.sync;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The other registry did not give what was asked for; the message is for an operator. */
public final class RemoteFailed extends IOException {
    private static final long serialVersionUID = 1L;

    RemoteFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

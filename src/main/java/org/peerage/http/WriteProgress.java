package org.peerage.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.time.Duration;

/** Whether a client takes what is sent to it, and fast enough; looked at from time to time, on the event loop. */
final class WriteProgress {
    private final ClientTimeout timeout;
    private long taken;
    private long lookedAt = System.nanoTime();

    WriteProgress(Duration longest) {
        timeout = new ClientTimeout(longest);
    }

    /** Bytes that wait for the client to take them; on any thread. */
    static long pendingBytes(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    /** Bytes of those that were handed to the channel which the client took: a part that is sent counts before the whole is. */
    private static long taken(Channel channel, long handed) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? handed : handed - out.totalPendingWriteBytes() + out.currentProgress();
    }

    /**
     * Whether the client was waited for as long as it may be.
     *
     * @param isWaitedFor whether there is something to take
     * @param takenNow bytes that were taken so far
     */
    boolean isStuck(long now, boolean isWaitedFor, long takenNow) {
        if (isWaitedFor) {
            timeout.spend(now - lookedAt);
            timeout.earn(Math.max(0, takenNow - taken)); // what waits counts with a few bytes more than it has
        } else {
            timeout.restore();
        }
        lookedAt = now;
        taken = takenNow;
        return timeout.isOver();
    }

    /** The same of all that was handed to a channel. */
    boolean isStuck(long now, Channel channel, long handed) {
        return isStuck(now, pendingBytes(channel) > 0, taken(channel, handed));
    }
}

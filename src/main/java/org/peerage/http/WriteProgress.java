package org.peerage.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/** Whether a client takes what is sent to it; looked at from time to time, on the event loop. */
final class WriteProgress {
    private long pending;
    private long written;
    private long since;

    /** Bytes that wait for the client to take them; on any thread. */
    static long pendingBytes(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        return out == null ? 0 : out.totalPendingWriteBytes();
    }

    /** Whether there has been something to take for so long, and none of it was. */
    boolean isStuck(Channel channel, long now, long nanos) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long pendingNow = pendingBytes(channel);
        long writtenNow = out == null ? 0 : out.currentProgress();
        if (pendingNow == 0 || pendingNow != pending || writtenNow != written) {
            pending = pendingNow;
            written = writtenNow;
            since = now;
            return false;
        }
        return now - since > nanos;
    }
}

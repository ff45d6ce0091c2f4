package org.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class ByteChunksTest {
    /** Short and long arrays, whole and in part, taken in steps of any length: the same bytes in the same order. */
    @RepeatedTest(20)
    void partialReadsGetAllBytesInOrder(RepetitionInfo turn) throws Exception {
        Random random = new Random(turn.getCurrentRepetition());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteChunks.Builder builder = new ByteChunks.Builder();
        int count = random.nextInt(300);
        for (int i = 0; i < count; i++) {
            byte[] array = new byte[random.nextInt(random.nextBoolean() ? 20 : 40_000)];
            random.nextBytes(array);
            int used = array.length == 0 ? 0 : random.nextInt(array.length);
            builder.add(array, used);
            expected.write(array, 0, used);
        }
        ByteChunks parts = builder.build();

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        parts.writeTo(written);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        ByteChunks.ChunkCursor place = parts.cursor();
        ByteBuffer room = ByteBuffer.allocate(50_000);
        while (!place.isAtEnd()) {
            place.copy(room.clear());
            int sent = random.nextInt(room.position() + 1);
            taken.write(room.array(), 0, sent);
            place.skip(sent);
        }

        assertThat(parts.length()).isEqualTo(expected.size());
        assertThat(Arrays.equals(written.toByteArray(), expected.toByteArray())).isTrue();
        assertThat(Arrays.equals(taken.toByteArray(), expected.toByteArray())).isTrue();
    }
}

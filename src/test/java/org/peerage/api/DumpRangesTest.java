package org.peerage.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.testing.RunningServer;
import org.peerage.testing.RunningServer.TestResponse;
import org.peerage.testing.Started;

/** Parts of the full dumps, and who may keep them. */
class DumpRangesTest {
    @Started
    private static RunningServer server;

    private static TestResponse whole;

    private static TestResponse get(String... headers) throws Exception {
        return server.send("", "GET", "/net-0.json", "", headers);
    }

    @BeforeAll
    static void readWhole() throws Exception {
        whole = get();
        assertThat(whole.status()).isEqualTo(200);
    }

    @Test
    void publicDumpMayBeKeptByCaches() throws Exception {
        assertThat(whole.header("Cache-Control"))
                .isEqualTo("public, max-age=60, stale-while-revalidate=600, stale-if-error=86400");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(whole.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(whole.header("Vary")).isEqualTo("Accept-Encoding");
        TestResponse unchanged = get("If-None-Match", whole.header("ETag"), "Range", "bytes=0-9");
        assertThat(unchanged.status()).isEqualTo(304);
        assertThat(unchanged.header("Cache-Control")).isEqualTo(whole.header("Cache-Control"));
        assertThat(server.send("", "GET", "/api/net", "").header("Cache-Control"))
                .isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @CsvSource({"0-99,0,99", "100-100,100,100", "4000-70000,4000,70000", "-20,-20,-1", "70-,70,-1", "5-99999999999,5,-1"
    })
    void rangeIsAnsweredWithItsBytes(String range, int first, int last) throws Exception {
        int length = whole.text().length();
        int from = first < 0 ? length + first : first;
        int to = Math.min(length - 1, last < 0 ? length + last : last);

        TestResponse part = get("Range", "bytes=" + range, "Accept-Encoding", "gzip");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.header("Content-Range")).isEqualTo("bytes " + from + "-" + to + "/" + length);
        assertThat(part.header("Content-Encoding")).isEmpty();
        assertThat(part.text()).isEqualTo(whole.text().substring(from, to + 1));
        assertThat(part.header("ETag")).isEqualTo(whole.header("ETag"));
    }

    @Test
    void rangesOfAListThatIsReadyInAFileAreTheSame() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(get("Range", "bytes=1000-1999").text())
                    .isEqualTo(whole.text().substring(1000, 2000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ixlan-1.json", "/net-2.json", "/poc-0.json"})
    void dumpThatSaysItHasRangesHasThem(String dump) throws Exception {
        TestResponse all = server.send("", "GET", dump, "");

        TestResponse part = server.send("", "GET", dump, "", "Range", "bytes=10-19");

        assertThat(all.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo(all.text().substring(10, 20));
    }

    @Test
    void partOfAnotherVersionIsNotGoneOnWith() throws Exception {
        assertThat(get("Range", "bytes=0-9", "If-Range", whole.header("ETag")).status())
                .isEqualTo(206);
        assertThat(get("Range", "bytes=0-9", "If-Range", "\"other\"").status()).isEqualTo(200);
        assertThat(get("Range", "bytes=0-9", "If-Range", "W/" + whole.header("ETag"))
                        .status())
                .isEqualTo(200);
        assertThat(get("Range", "bytes=0-9", "If-Range", "Thu, 01 Jan 2015 00:00:00 GMT")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,4-5", "bytes=9-5", "bytes=x", "lines=0-1", "bytes=-"})
    void invalidRangesGetTheWholeDump(String range) throws Exception {
        TestResponse response = get("Range", range);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo(whole.text());
    }

    @Test
    void rangeBehindTheEndIsRefused() throws Exception {
        TestResponse response = get("Range", "bytes=99999999-");

        assertThat(response.status()).isEqualTo(416);
        assertThat(response.header("Content-Range"))
                .isEqualTo("bytes */" + whole.text().length());
    }
}

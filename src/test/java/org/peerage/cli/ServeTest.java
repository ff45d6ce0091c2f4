package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server listens, and what it says about that. */
class ServeTest {
    @TempDir
    private Path folder;

    @Test
    void takenPortNamesTheOptionToUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(failure(69, "--port", port)).contains("port " + port + " is in use; choose another with --port");
            assertThat(failure(69, "--port", "0", "--management-port", port))
                    .contains("port " + port + " is in use; choose another with --management-port");
        }
    }

    @Test
    void mistakesAreToldWithoutPagesOfOptions() {
        assertThat(failure(64, "--port", "99999"))
                .isEqualTo("peerage: --port takes a port from 0 to 65535, not 99999\n");
        assertThat(failure(64, "--prot", "9181"))
                .isEqualTo("peerage: Unknown options: '--prot', '9181'\npeerage serve --help lists the options.\n");
        assertThat(failure(74, "--port", "0", "--host", "none.invalid"))
                .isEqualTo("peerage: cannot listen on none.invalid: there is no such host\n");
        assertThat(failure(74, "--port", "0", "--host", "192.0.2.1"))
                .isEqualTo("peerage: cannot listen on 192.0.2.1 port 0: Cannot assign requested address\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://jane:secret@db.invalid/x", "jdbc:postgresql://jane:secret@db.invalid/x"})
    void databaseUrlsOfOtherProgramsAreToldTheirForm(String url) {
        assertThat(failure(73, "--db", url))
                .contains("jdbc:postgresql://HOST/DATABASE?user=…&password=…")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peerage.example.net",
                "https://",
                "ftp://peerage.example.net",
                "https://jane@peerage.example.net",
                "https://peerage.example.net/registry",
                "https://peerage.example.net?x",
                "not a site"
            })
    void siteThatLinksCannotBeginWithIsRefused(String site) {
        assertThat(failure(64, "--site", site)).contains("--site (or PEERAGE_SITE) takes the address of a site");
    }

    @Test
    void siteIsAnOrigin() throws CommandException {
        assertThat(SiteAddress.parse("")).isEmpty();
        assertThat(SiteAddress.parse("https://peerage.example.net/")).isEqualTo("https://peerage.example.net");
        assertThat(SiteAddress.parse("http://[2001:db8::1]:8080")).isEqualTo("http://[2001:db8::1]:8080");
    }

    @Test
    void managementPortIsAFreeOneNextToThePort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(FreePort.nextTo(port - 1)).isGreaterThan(port).isLessThan(port + 100);
            assertThat(FreePort.nextTo(port)).isGreaterThan(port).isLessThan(port + 100);
            assertThat(FreePort.nextTo(0)).isPositive();
            assertThat(FreePort.nextTo(0xFFFF)).isPositive();
        }
    }

    @Test
    void mailGoesToFilesOrToTheServerThatIsSet() {
        String url = "smtp://user:secret@mail.example.net:2525";

        assertThat(MailSettings.FILES.destination(folder)).startsWith(folder + ", as files");
        assertThat(MailSettings.of(Map.of("PEERAGE_SMTP_URL", url)).destination(folder))
                .isEqualTo("mail.example.net, port 2525");
    }

    /** What the command writes to the standard error, having failed. */
    private String failure(int status, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "serve";
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.run(arguments)).isEqualTo(status);
        } finally {
            System.setErr(before);
        }
        // An agent of the fuzz tests in the same process tells of each class that it looks at.
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("INFO: Instrumented "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}

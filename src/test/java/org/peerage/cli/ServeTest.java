package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a server listens, and what it says about that. */
class ServeTest {
    @TempDir
    private Path folder;

    @Test
    void takenPortNamesTheOptionToUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(failure("--port", port)).contains("port " + port + " is in use; choose another with --port");
            assertThat(failure("--port", "0", "--management-port", port))
                    .contains("port " + port + " is in use; choose another with --management-port");
        }
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
    private String failure(String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "serve";
        arguments[1] = "--data";
        arguments[2] = folder.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            assertThat(Commands.run(arguments)).isEqualTo(69);
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}

package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.testing.Prerequisites;
import org.peerage.testing.ProjectFiles;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * How packages are put together, of a program and a runtime that are stubs. What is built and installed as a whole is tried by
 * {@code deploy/try-package}.
 */
@Tag("slow")
class PackageTest {
    private static final String TIME = "1790000000";
    private static final String DEB = "peerage_1.2.3_" + architecture() + ".deb";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void make() throws Exception {
        Prerequisites.need(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "dpkg-deb (package dpkg)");
        input(folder.resolve("one"), Instant.parse("2001-01-01T00:00:00Z"));
        run(Map.of(), "assemble 1.2.3 " + TIME + " one out-one");
    }

    /** What the build leaves, as of some time. */
    private static void input(Path work, Instant time) throws Exception {
        Files.createDirectories(work.resolve("app/lib"));
        Files.createDirectories(work.resolve("man"));
        Files.writeString(work.resolve("app/peerage.jar"), "the program");
        Files.writeString(work.resolve("app/lib/b.jar"), "b");
        Files.writeString(work.resolve("app/lib/a.jar"), "a");
        Files.writeString(work.resolve("man/peerage.1"), ".TH PEERAGE 1\n");
        Files.writeString(work.resolve("peerage.cdx.json"), "{}");
        Files.writeString(
                work.resolve("peerage.bash"), AutoComplete.bash("peerage", new CommandLine(new CommandTree())));
        Files.createDirectories(work.resolve("runtime/bin"));
        Files.createDirectories(work.resolve("runtime/lib"));
        Files.writeString(work.resolve("runtime/bin/java"), "#!/bin/sh\n");
        Files.writeString(work.resolve("runtime/lib/jspawnhelper"), "");
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    @Test
    void sameInputMakesTheSameBytes() throws Exception {
        input(folder.resolve("two"), Instant.parse("2020-02-02T00:00:00Z"));

        run(Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8"), "umask 077; assemble 1.2.3 " + TIME + " two out-two");

        assertThat(run(Map.of(), "cat out-one/SHA256SUMS"))
                .isEqualTo(run(Map.of(), "cat out-two/SHA256SUMS"))
                .contains(DEB, "peerage-1.2.3-linux-", "peerage-1.2.3.cdx.json");
        run(Map.of(), "cd out-two && sha256sum --quiet -c SHA256SUMS");
    }

    @Test
    void runtimeIsTheSameEachTimeThatItIsLinked() throws Exception {
        String link =
                "link_runtime \"$jdk\" runtime-%s java.base; (cd runtime-%s && find . -type f | sort | xargs sha256sum)";

        assertThat(run(Map.of(), link.formatted("one", "one")))
                .isEqualTo(run(Map.of(), link.formatted("two", "two")))
                .contains("./lib/modules", "./bin/java");
    }

    @Test
    void debianPackageSaysWhatItIsAndLeavesSettingsAlone() throws Exception {
        assertThat(run(Map.of(), "dpkg-deb -f out-one/" + DEB + " Package Version Architecture Depends"))
                .contains("Package: peerage\n", "Version: 1.2.3\n", "Architecture: " + architecture(), "adduser");
        assertThat(run(Map.of(), "dpkg-deb -I out-one/" + DEB + " conffiles"))
                .isEqualTo("/etc/default/peerage\n/etc/logrotate.d/peerage\n");
        assertThat(run(Map.of(), "dpkg-deb -c out-one/" + DEB).lines())
                .allMatch(line -> line.contains(" root/root "))
                .noneMatch(line -> !line.startsWith("l") && line.matches(".{5}w.*|.{8}w.*"))
                .anyMatch(line -> line.startsWith("-rw-r-----") && line.endsWith("./etc/default/peerage"))
                .anyMatch(line -> line.contains("./usr/bin/peerage -> ../lib/peerage/bin/peerage"))
                .anyMatch(line -> line.startsWith("-rwxr-xr-x") && line.endsWith("./usr/lib/peerage/runtime/bin/java"))
                .anyMatch(line -> line.endsWith("./usr/share/man/man1/peerage.1.gz"))
                .anyMatch(line -> line.endsWith("./usr/share/bash-completion/completions/peerage"));
        run(
                Map.of(),
                "mkdir -p x && dpkg-deb -x out-one/" + DEB + " x && dpkg-deb -e out-one/" + DEB + " x/DEBIAN"
                        + " && cd x && md5sum --quiet -c DEBIAN/md5sums && for script in DEBIAN/p*; do sh -n $script; done");
    }

    @Test
    void unitIsUnderstoodBySystemdAndGivesTheServiceLittle() throws Exception {
        Prerequisites.need(
                Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze (package systemd)");
        run(Map.of(), "rm -rf unit && mkdir unit && dpkg-deb -x out-one/" + DEB + " unit");
        Path root = folder.resolve("unit");
        Path units = root.resolve("usr/lib/systemd/system");
        // Its program and user are not on this machine.
        String service = Files.readString(units.resolve("peerage.service"));
        Files.writeString(
                units.resolve("peerage.service"),
                service.replace("/usr/bin/peerage", "/bin/true").replaceAll("(User|Group)=peerage", "$1=daemon"));

        assertThat(run(
                        Map.of(),
                        "systemd-analyze verify --man=no unit/usr/lib/systemd/system/peerage.service"
                                + " unit/usr/lib/systemd/system/peerage.socket 2>&1 | grep -i peerage || true"))
                .isEmpty();
        // Of 10, with 10 for a service that may do everything; 9 stands for 0.9, more than which fails.
        run(
                Map.of(),
                "systemd-analyze security --offline=true --threshold=20 --no-pager"
                        + " unit/usr/lib/systemd/system/peerage.service");
        assertThat(service)
                .contains("Type=notify", "WatchdogSec=", "NoNewPrivileges=yes", "ProtectSystem=strict", "User=peerage");
    }

    @Test
    void completionKnowsCommandsAndOptions() throws Exception {
        String script =
                "compopt() { :; }; source one/peerage.bash; COMP_WORDS=(peerage serve --man); COMP_CWORD=2; COMP_LINE='peerage serve --man';"
                        + " _complete_peerage; printf '%s\\n' \"${COMPREPLY[@]}\"";

        assertThat(run(Map.of(), script)).contains("--management-port");
        assertThat(run(Map.of(), script.replace("serve --man", "do").replace("CWORD=2", "CWORD=1")))
                .contains("doctor");
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    private static String run(Map<String, String> environment, String script) throws IOException, InterruptedException {
        String home =
                ProjectFiles.of("tools/package.sh").getParent().getParent().toString();
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-ec",
                "home=" + home + "; jdk=" + System.getProperty("java.home")
                        + "; say() { echo \"$*\" >&2; }; . \"$home/tools/package.sh\"; cd " + folder + "\n" + script));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        builder.redirectError(errors.toFile());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(script + "\n" + output + Files.readString(errors))
                .isZero();
        return output;
    }
}

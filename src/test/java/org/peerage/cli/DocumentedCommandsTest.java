package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.testing.ProjectFiles;
import picocli.CommandLine;

/** That documents name commands, options and jobs that there are, and what became of each command of the reference. */
class DocumentedCommandsTest {
    /** What the script beside the program does by itself. */
    private static final Set<String> OF_THE_SCRIPT = Set.of("test", "format", "package", "conformance", "NAME");

    private static final Pattern COMMAND = Pattern.compile("\\./peerage ([a-z]+)([^`\\n|&;#]*)");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern JOB = Pattern.compile("jobs? ((?:`[a-z-]+`(?:, )?)+)");
    private static final Pattern OF_THE_REFERENCE = Pattern.compile("pdb_[a-z0-9_]+");

    @Test
    void everyCommandThatDocumentsNameIsThere() throws IOException {
        CommandLine tree = new CommandLine(new CommandTree());
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (Path document : documents()) {
            for (MatchResult found :
                    COMMAND.matcher(Files.readString(document)).results().toList()) {
                if (!OF_THE_SCRIPT.contains(found.group(1))) {
                    seen++;
                    problem(tree, found.group(1), found.group(2))
                            .forEach(what -> missing.add(document.getFileName() + ": " + found.group() + ": " + what));
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }

    /** What is not there of a command with its options. */
    private static List<String> problem(CommandLine tree, String name, String rest) {
        CommandLine command = tree.getSubcommands().get(name);
        if (command == null) {
            return List.of("no command");
        }
        String word = rest.strip().split("[^a-z-]", 2)[0];
        CommandLine below = command.getSubcommands().get(word);
        if (!command.getSubcommands().isEmpty() && !word.isEmpty() && !word.startsWith("-") && below == null) {
            return List.of("no command " + word);
        }
        CommandLine last = below == null ? command : below;
        return OPTION.matcher(rest)
                .results()
                .map(MatchResult::group)
                .filter(option -> !last.getCommandSpec().optionsMap().containsKey(option))
                .toList();
    }

    @Test
    void everyCommandOfTheReferenceHasItsLine() throws IOException {
        Set<String> theirs = names(Files.readString(ProjectFiles.of("docs/spec/operations.md")));
        theirs.removeIf(name -> name.endsWith("_"));

        assertThat(names(Files.readString(ProjectFiles.of("docs/staff.md")))).containsAll(theirs);
    }

    @Test
    void everyToolAndJobOfTheTableIsThere() throws IOException {
        String staff = Files.readString(ProjectFiles.of("docs/staff.md"));
        String jobs = Files.readString(ProjectFiles.of("docs/operations.md"));
        List<String> missing = new ArrayList<>();
        JOB.matcher(staff)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split("`", -1)))
                .filter(name -> name.matches("[a-z-]+") && !jobs.contains("`" + name + "`"))
                .forEach(missing::add);
        String help = String.join(
                "\n",
                new CommandLine(new Tool()).getCommandSpec().usageMessage().description());
        Pattern.compile("\\./peerage tool ([a-z-]+)")
                .matcher(staff)
                .results()
                .map(found -> found.group(1))
                .filter(tool -> !help.contains("  " + tool + " "))
                .forEach(missing::add);

        assertThat(missing).isEmpty();
    }

    private static Set<String> names(String text) {
        return OF_THE_REFERENCE
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> found = Files.list(ProjectFiles.of("docs"))) {
            return Stream.concat(
                            found.filter(path -> path.toString().endsWith(".md")),
                            Stream.of(ProjectFiles.of("README.md")))
                    .sorted()
                    .toList();
        }
    }
}

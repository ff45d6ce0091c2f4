package org.peerage.ixf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.peerage.testing.ProjectFiles;

/** Whatever imports say, docs/ixf.md tells what it means, and nothing else. */
class MessagesInDocsTest {
    /** These make whole mails of messages, or speak to others than exchanges and networks. */
    private static final Set<String> OTHERS = Set.of(
            "AfterImport.java",
            "FeedProof.java",
            "NoticeTexts.java",
            "Notices.java",
            "Proposals.java",
            "Rollback.java");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern SENTENCE =
            Pattern.compile("(?!GET )(?:[A-Z][A-Za-z'-]*|asnum|routeserver|pdb_facility_id|member_list) .*");
    private static final Pattern MESSAGE_IN_DOCS = Pattern.compile("`([^`]+)`");
    private static final Pattern VARIABLE = Pattern.compile("…");

    @Test
    void everyMessageIsInTheDocs() throws IOException {
        String messages = String.join("\n", firstCells());
        Set<String> sentences = sentences();

        assertThat(sentences).hasSizeGreaterThan(60);
        assertThat(sentences.stream().filter(sentence -> !messages.contains(sentence)))
                .isEmpty();
    }

    @Test
    void everyMessageOfTheDocsIsSaid() throws IOException {
        String code = code(name -> true).replaceAll("\"\\s*\\+\\s*\"", "");

        List<String> unsaid = firstCells().stream()
                .flatMap(cell -> MESSAGE_IN_DOCS.matcher(cell).results())
                .map(message -> message.group(1))
                .flatMap(VARIABLE::splitAsStream)
                .map(String::strip)
                .filter(part -> part.length() > 2 && !code.contains(part))
                .toList();

        assertThat(unsaid).isEmpty();
    }

    /** What begins a message: it may go on with what differs. */
    private static Set<String> sentences() throws IOException {
        return LITERAL.matcher(code(name -> !OTHERS.contains(name)))
                .results()
                .map(literal -> literal.group(1))
                .filter(literal -> SENTENCE.matcher(literal).matches())
                .map(literal -> literal.replaceAll("[': ]+$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code(java.util.function.Predicate<String> files) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> sources = Files.list(ProjectFiles.of("src/main/java/org/peerage/ixf"))) {
            for (Path source : sources.filter(
                            path -> files.test(path.getFileName().toString()))
                    .sorted()
                    .toList()) {
                texts.add(COMMENT.matcher(Files.readString(source)).replaceAll(""));
            }
        }
        return String.join("\n", texts);
    }

    /** The first cells of the tables of the docs' part on messages. */
    private static List<String> firstCells() throws IOException {
        String docs = Files.readString(ProjectFiles.of("docs/ixf.md"));
        return docs.substring(docs.indexOf("\n## Messages"))
                .lines()
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .map(line -> line.substring(0, line.indexOf(" | ")))
                .toList();
    }
}

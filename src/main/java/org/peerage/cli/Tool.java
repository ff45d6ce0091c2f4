package org.peerage.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.peerage.registry.Decision;
import org.peerage.registry.Editor;
import org.peerage.registry.Operation;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.QueuedWrite;
import org.peerage.registry.StaffTool;
import org.peerage.registry.StatesDiff;
import org.peerage.registry.WriteLane;
import org.peerage.registry.rules.Refusal;
import org.peerage.schema.Field;
import org.peerage.store.ChangeNote;
import org.peerage.store.DatabaseUnusableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tool}: changes many objects at once, as the staff's pages do; with {@code --dry-run} it only tells what would change. */
@Command(
        name = "tool",
        description = {
            "Change many objects in one write; --dry-run shows what would change.",
            "  merge-facilities target=ID sources=ID,ID",
            "  merge-exchanges target=ID sources=ID,ID",
            "  renumber exchange=ID from=PREFIX to=PREFIX",
            "  replace type=net field=website search=REGEX replacement=TEXT"
        },
        mixinStandardHelpOptions = true)
public final class Tool implements Callable<Integer> {
    private static final int USAGE = 64;

    @Parameters(index = "0", paramLabel = "TOOL", description = "One of those above.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "What it has to be told.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--as-previewed",
            paramLabel = "CODE",
            defaultValue = "",
            description = "The code that a dry run printed: change just what it told, or nothing.")
    private String preview = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() throws Exception {
        StaffTool tool =
                StaffTool.byName(name).orElseThrow(() -> new CommandException("there is no tool " + name, USAGE));
        List<String> unknown = inputs.keySet().stream()
                .filter(input -> !tool.inputs().contains(input))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CommandException(name + " takes " + tool.inputs() + ", not " + unknown, USAGE);
        }
        try (OpenRegistry open = OpenRegistry.of(database)) {
            StaffTool.Plan plan = tool.prepare(inputs, open.current());
            if (!plan.problem().isEmpty()) {
                throw new CommandException(plan.problem(), USAGE);
            }
            QueuedWrite.WriteResult result = submit(open, tool, plan);
            StatesDiff diff = result.difference();
            diff.rows().forEach(Tool::print);
            if (dryRun) {
                System.out.println("--as-previewed " + PreviewDigest.of(diff));
            }
            System.out.println(diff.total()
                    + (dryRun
                            ? " rows would change"
                            : " rows changed, in version " + result.snapshot().version()));
        } catch (WriteLane.WriteUnavailableException unavailable) {
            throw new CommandException(String.valueOf(unavailable.getMessage()), DatabaseUnusableException.IO_ERROR);
        }
        return 0;
    }

    private QueuedWrite.WriteResult submit(OpenRegistry open, StaffTool tool, StaffTool.Plan plan)
            throws CommandException, WriteLane.WriteUnavailableException {
        Editor.WriteCommand command = new Editor.WriteCommand(
                        plan.operations(),
                        OpenRegistry.OPERATOR,
                        UUID.randomUUID().toString(),
                        null,
                        null,
                        false)
                .withNote(new ChangeNote("tool:" + tool.toolName(), ""));
        QueuedWrite.WriteResult result = open.editor()
                .submit(
                        dryRun
                                ? command.asDryRun()
                                : command.withAlongside(StaffTool.alongside(plan, open.store()))
                                        .asPreviewed(preview));
        if (result.decided().last() instanceof Decision.Rejected(var refusal, var entries)) {
            String where = refusal instanceof Refusal.Invalid ? place(result, plan) : "";
            throw new CommandException(where + OpenRegistry.message(refusal), 1);
        }
        return result;
    }

    /** Of many rows, the one that stands in the way. */
    private static String place(QueuedWrite.WriteResult result, StaffTool.Plan plan) {
        return result.decided()
                .refused(plan.operations())
                .map(refused -> refused instanceof Operation.ReplaceText replacement
                        ? replacement.type().typeName() + " " + replacement.id() + ": "
                        : "")
                .orElse("");
    }

    private static void print(StatesDiff.ChangedRow row) {
        System.out.println(row.after().type().typeName() + " " + row.after().id());
        for (Field<?> field : row.fields()) {
            Object was = row.before() == null ? null : row.before().find(field);
            System.out.println("    " + field.name() + ": " + Objects.toString(was, "") + " -> "
                    + Objects.toString(row.after().find(field), ""));
        }
    }
}

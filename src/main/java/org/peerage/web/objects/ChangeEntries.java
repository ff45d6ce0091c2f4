package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountDirectory;
import org.peerage.access.LoggedActor;
import org.peerage.access.UserAccount;
import org.peerage.access.changes.ChangeAudience;
import org.peerage.access.changes.DisclosedChange;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.ChangeNote;
import org.peerage.web.objects.FormView.FieldDifference;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** Changes of the log as pages show them. */
public final class ChangeEntries {
    private ChangeEntries() {}

    /** To whom pages tell of changes. */
    public static ChangeAudience audience(PageRequest request) {
        return new ChangeAudience(request.caller(), request.snapshot());
    }

    /**
     * The entries for these changes.
     *
     * @param page the object whose page it is; null: none's
     */
    public static List<ChangeEntry> of(PageRequest request, List<DisclosedChange> changes, @Nullable Row page)
            throws SQLException {
        List<Long> noted = changes.stream()
                .filter(change -> change.origin().isPresent())
                .map(DisclosedChange::version)
                .toList();
        Map<Long, ChangeNote> notes =
                noted.isEmpty() ? Map.of() : request.services().store().notes(noted);
        List<ChangeEntry> entries = new ArrayList<>();
        for (DisclosedChange change : changes) {
            of(request, change, notes.getOrDefault(change.version(), ChangeNote.NONE), page)
                    .ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<ChangeEntry> of(
            PageRequest request, DisclosedChange change, ChangeNote note, @Nullable Row page) {
        ObjectType type = change.type();
        Row subject = request.snapshot().find(type, change.id());
        if (subject == null || !change.disclosesFields()) {
            return Optional.empty();
        }
        boolean own = page != null && type == page.type() && subject.id() == page.id();
        String name = own ? Texts.singular(type) : Texts.kindAndName(subject, request.snapshot());
        boolean keeps = change.origin().isPresent();
        return Optional.of(new ChangeEntry(
                change.version(),
                change.at().toString(),
                ValueFormatter.time(change.at()),
                text("changes.entry." + verb(change.apparentOperation()), name),
                own ? "" : subject.url(),
                change.origin()
                        .map(origin -> actor(request.services().accounts().current(), origin.actor()))
                        .orElse(""),
                keeps ? note.cause() : "",
                keeps ? note.comment() : "",
                differences(request, type, change),
                type.hasPage() && !change.operation().equals("delete")
                        ? subject.path() + "?at=" + change.version()
                        : "",
                keeps && request.user().isPresent() ? undoUrl(change) : ""));
    }

    private static String undoUrl(DisclosedChange change) {
        return "/undo?version=" + change.version() + "&type=" + change.type().typeName() + "&id=" + change.id();
    }

    /** What happened, as the end of the key of a message. */
    public static String verb(String operation) {
        return switch (operation) {
            case "create" -> "added";
            case "revive" -> "revived";
            case "delete" -> "deleted";
            case "redact" -> "redacted";
            default -> "changed";
        };
    }

    private static List<FieldDifference> differences(PageRequest request, ObjectType type, DisclosedChange change) {
        return differences(request, change, told -> {
            Field<?> field = told.field();
            boolean dull = field == type.id() || field == type.updated() || field == type.created();
            return !dull && !(change.isNew() && Objects.equals(told.after(), field.defaultValue()));
        });
    }

    /** The values that people see differ, of the fields that are wanted. */
    public static List<FieldDifference> differences(
            PageRequest request, DisclosedChange change, Predicate<DisclosedChange.FieldChange> wanted) {
        List<FieldDifference> differences = new ArrayList<>();
        for (DisclosedChange.FieldChange told : change.fields()) {
            if (wanted.test(told)) {
                String was = change.isNew() ? "" : value(request, told.field(), told.before());
                String now = value(request, told.field(), told.after());
                if (!now.equals(was)) {
                    differences.add(new FieldDifference(Texts.label(told.field()), was, now));
                }
            }
        }
        return differences;
    }

    /** A value as people read it; empty where there is none. */
    public static String value(PageRequest request, Field<?> field, @Nullable Object value) {
        return ValueFormatter.text(field, value, request.snapshot());
    }

    /** Who it was, in words. */
    public static String actor(AccountDirectory accounts, String actor) {
        return switch (LoggedActor.parse(actor)) {
            case LoggedActor.User(long id) ->
                accounts.user(id).map(UserAccount::username).orElseGet(() -> text("changes.actor.closed"));
            case LoggedActor.Key(String prefix, boolean isPersonal) ->
                text(isPersonal ? "changes.actor.userKey" : "changes.actor.orgKey", prefix);
            case LoggedActor.Other(String name) ->
                name.equals(LoggedActor.IMPORTER) ? text("changes.actor.import") : name;
        };
    }
}

package org.peerage.web.staff;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.peerage.access.AccountDirectory;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** What the audit log means by texts such as {@code user:12}, {@code org:41} and {@code net:62}. */
record SubjectNames(AccountDirectory directory, Snapshot snapshot) {
    private static final Pattern REFERENCE =
            Pattern.compile("\\b(user|" + ObjectTypes.NAMES_WITH_PAGES + "):([0-9]{1,18})\\b");

    /** The name for people; the text itself where it means nothing any more. */
    String name(String subject) {
        return row(subject).map(Row::nameOrId).orElseGet(() -> new ActorNames(directory, snapshot).name(subject));
    }

    /** Where to read about it; empty: nowhere. */
    String link(String subject) {
        return row(subject).map(Row::url).orElseGet(() -> new ActorNames(directory, snapshot).link(subject));
    }

    /** A text with names beside the ids in it; records for programs stay as they are. */
    String inText(String text) {
        return text.startsWith("{")
                ? text
                : REFERENCE.matcher(text).replaceAll(found -> {
                    String name = name(found.group());
                    String shown = name.equals(found.group()) ? name : name + " (" + found.group() + ")";
                    return Matcher.quoteReplacement(shown);
                });
    }

    /** What somebody means who types a name or one of those texts: a user, or an organization. */
    String reference(String typed) {
        if (typed.isEmpty() || typed.indexOf(':') > 0) {
            return typed;
        }
        Optional<String> user = directory.user(typed).map(UserAccount::id).map(id -> "user:" + id);
        return user.orElseGet(() -> snapshot.rowsWhere(Org.NAME, typed).stream()
                .findFirst()
                .map(Row::reference)
                .orElse(typed));
    }

    private Optional<Row> row(String subject) {
        int colon = subject.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : ObjectTypes.byName(subject.substring(0, colon))
                        .map(type -> snapshot.find(type, StaffRequest.number(subject.substring(colon + 1))));
    }
}

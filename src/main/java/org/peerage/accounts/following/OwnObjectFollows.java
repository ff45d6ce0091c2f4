package org.peerage.accounts.following;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.Transactions;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Permission;
import org.peerage.registry.ChangeSubjects;
import org.peerage.registry.ChangedObject;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.Change;
import org.peerage.store.ChangeSubject;
import org.peerage.store.Sql;

/**
 * Who is told of changes of what their organizations have, without having asked for it: who may edit it, daily, until they
 * choose otherwise (docs/spec/record.md §3.1, docs/decisions/0065).
 */
public final class OwnObjectFollows {
    private static final String NEVER = "never";

    private final Transactions store;

    public OwnObjectFollows(DataSource source) {
        this.store = new Transactions(source);
    }

    /** How often a person is told; empty: they ended it. */
    public Optional<Follows.Schedule> of(long user) {
        return store.withConnection(sql -> chosen(sql, List.of(user))).getOrDefault(user, byDefault());
    }

    private static Optional<Follows.Schedule> byDefault() {
        return Optional.of(Follows.Schedule.DAILY);
    }

    /** Chooses how often; empty: never, which holds for organizations that one joins later, too. */
    public void choose(long user, Optional<Follows.Schedule> schedule) {
        store.inTransaction(sql -> {
            if (schedule.isEmpty()) {
                sql.update("delete from follow_change where user_id = ? and own = 1", user);
            }
            return sql.update(
                    "insert into own_follow (user_id, schedule) values (?, ?)"
                            + " on conflict (user_id) do update set schedule = excluded.schedule",
                    user,
                    schedule.map(Follows.Schedule::text).orElse(NEVER));
        });
    }

    /** Ends it for who is told so often; the account may be gone. */
    static void end(Sql sql, long user, Follows.Schedule schedule) throws SQLException {
        if (chosen(sql, List.of(user)).getOrDefault(user, byDefault()).equals(Optional.of(schedule))) {
            sql.update(
                    "insert into own_follow (user_id, schedule) select id, ? from user_account where id = ?"
                            + " on conflict (user_id) do update set schedule = excluded.schedule",
                    NEVER,
                    user);
            sql.update("delete from follow_change where user_id = ? and own = 1", user);
        }
    }

    /** The choices of those who made one. The ids are numbers, so they can stand in the statement. */
    private static Map<Long, Optional<Follows.Schedule>> chosen(Sql sql, List<Long> users) throws SQLException {
        Map<Long, Optional<Follows.Schedule>> chosen = new HashMap<>();
        String ids = users.stream().map(String::valueOf).collect(Collectors.joining(","));
        sql.query(
                "select user_id, schedule from own_follow where user_id in (" + ids + ")",
                row -> chosen.put(row.getLong(1), Follows.Schedule.parse(row.getString(2))));
        return chosen;
    }

    /**
     * Somebody who may edit things of an organization.
     *
     * @param actors as the log names what they do
     */
    record Keeper(long user, Caller caller, Follows.Schedule schedule, Set<String> actors) {}

    /** As the log names what a person does. */
    static Set<String> actors(Accounts accounts, long user) {
        Set<String> actors = new HashSet<>(Set.of("user:" + user));
        accounts.current()
                .keysOf(new StoredKey.Owner.UserOwner(user))
                .forEach(key -> actors.add("user-key:" + key.prefix()));
        return actors;
    }

    /**
     * The keepers of objects, as things are now. What it costs grows with the people of the organizations that are asked for,
     * not with those of the registry.
     *
     * @param isOn whether the site tells keepers at all
     */
    record Keepers(Transactions store, Accounts accounts, Authenticator authenticator, BooleanSupplier isOn) {

        /** Who may edit each of these; those who ended being told are left out, and what nobody may edit. */
        Map<ChangeSubject, List<Keeper>> of(Set<ChangeSubject> subjects, Snapshot snapshot) {
            Map<ChangeSubject, List<Keeper>> found = new HashMap<>();
            if (!isOn.getAsBoolean()) {
                return found;
            }
            Map<Long, List<Keeper>> known = new HashMap<>();
            for (ChangeSubject subject : subjects) {
                Row row = subject.row(snapshot);
                Long organization = row == null ? null : organization(row);
                if (row != null && organization != null) {
                    String namespace = row.type().namespace(row, snapshot);
                    List<Keeper> keepers = known.computeIfAbsent(organization, this::ofOrganization).stream()
                            .filter(keeper -> keeper.caller.may(Permission.UPDATE, namespace))
                            .toList();
                    if (!keepers.isEmpty()) {
                        found.put(subject, keepers);
                    }
                }
            }
            return found;
        }

        /** Whether somebody is told of a change still since they may edit what it is about. */
        boolean tells(Caller caller, UserAccount user, Change change, Snapshot snapshot) {
            Row changed = ChangedObject.of(change)
                    .map(object -> snapshot.find(object.type(), object.id()))
                    .orElse(null);
            return isOn.getAsBoolean()
                    && changed != null
                    && ChangeSubjects.of(changed, snapshot).stream()
                            .flatMap(subject -> Stream.ofNullable(subject.row(snapshot)))
                            .anyMatch(row -> user.organizations().containsKey(organization(row))
                                    && caller.may(Permission.UPDATE, row.type().namespace(row, snapshot)));
        }

        private static @Nullable Long organization(Row row) {
            Field<Long> owner = Hierarchy.owner(row.type());
            return row.type() == Org.TYPE ? Long.valueOf(row.id()) : owner == null ? null : row.find(owner);
        }

        private List<Keeper> ofOrganization(long organization) {
            List<UserAccount> members = accounts.current().membersOf(organization);
            if (members.isEmpty()) {
                return List.of();
            }
            Map<Long, Optional<Follows.Schedule>> chosen = store.withConnection(
                    sql -> chosen(sql, members.stream().map(UserAccount::id).toList()));
            List<Keeper> keepers = new ArrayList<>();
            for (UserAccount member : members) {
                chosen.getOrDefault(member.id(), byDefault()).ifPresent(schedule -> authenticator
                        .ofUser(member.id())
                        .filter(caller ->
                                caller.isVerified() && !caller.emails().isEmpty())
                        .ifPresent(caller ->
                                keepers.add(new Keeper(member.id(), caller, schedule, actors(accounts, member.id())))));
            }
            return keepers;
        }
    }
}

package org.peerage.access;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.peerage.access.credentials.StoredKey;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.store.RegistryStore;

/** Whether accounts and keys belong to organizations and people that are there. */
public final class AccountCheck {
    private AccountCheck() {}

    /** What is wrong; empty: nothing. */
    public static List<String> problems(AccountStore accounts, RegistryStore store) throws SQLException {
        AccountDirectory directory = accounts.load();
        Set<Long> organizations = new HashSet<>();
        store.read(List.of(Org.TYPE), (Row row) -> organizations.add(row.id()));
        List<String> problems = new ArrayList<>();
        for (UserAccount user : directory.users()) {
            user.organizations().keySet().stream()
                    .filter(organization -> !organizations.contains(organization))
                    .forEach(organization ->
                            problems.add(user + " belongs to organization " + organization + ", which is not there"));
        }
        for (StoredKey key : directory.keys()) {
            switch (key.owner()) {
                case StoredKey.Owner.UserOwner(long id) -> {
                    if (directory.user(id).isEmpty()) {
                        problems.add("key " + key.prefix() + " belongs to user " + id + ", who is not there");
                    }
                }
                case StoredKey.Owner.OrganizationOwner(long id) -> {
                    if (!organizations.contains(id)) {
                        problems.add("key " + key.prefix() + " belongs to organization " + id + ", which is not there");
                    }
                }
            }
        }
        return problems;
    }
}

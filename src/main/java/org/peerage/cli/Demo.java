package org.peerage.cli;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** Fills an empty registry with a few made-up objects and accounts. */
final class Demo {
    private static final long NETWORKS = 2;

    private Demo() {}

    static void fill(Database database, ServeSettings settings) throws IOException, SQLException {
        RegistryStore store = new RegistryStore(database);
        boolean empty = store.readAll(ObjectTypes.ALL).rows().values().stream().allMatch(List::isEmpty);
        if (!empty) {
            System.err.println("The registry has data already; --demo adds nothing.");
            return;
        }
        Path dump = Files.createTempFile("peerage-demo", ".json");
        try (InputStream in = resource("dump.json")) {
            Files.copy(in, dump, StandardCopyOption.REPLACE_EXISTING);
            new DumpLoader(store, Clock.systemUTC()).load(dump, true, DumpLoader.Progress.UNWATCHED);
        } finally {
            Files.deleteIfExists(dump);
        }
        AccountStore accounts =
                new AccountStore(database.source(), new Passwords(Ticker.systemTicker()), Clock.systemUTC());
        String password = password();
        if (accounts.importAccounts(samples(password))
                instanceof AccountChangeResult.Imported(Map<String, String> keys)) {
            print(
                    password,
                    keys,
                    "http://" + settings.web().host() + ":" + settings.web().port());
        }
    }

    /** An administrator of the sample networks' organization, and a key of that organization. */
    private static AccountsFile samples(String password) {
        AccountsFile.ImportedUser admin = new AccountsFile.ImportedUser(
                "demo-admin",
                "admin@networks.example",
                new AccountsFile.Password.Clear(password),
                true,
                false,
                false,
                Map.of(NETWORKS, Role.ADMIN),
                Map.of(),
                List.of(
                        new AccountsFile.ImportedUserKey("full", false),
                        new AccountsFile.ImportedUserKey("reader", true)));
        AccountsFile.ImportedOrganizationKey automation = new AccountsFile.ImportedOrganizationKey(
                NETWORKS,
                "automation",
                "noc@networks.example",
                StoredKey.KeyStatus.ACTIVE,
                Map.of(Namespace.organization(NETWORKS).child("network"), Permission.ALL));
        return new AccountsFile(List.of(admin), List.of(automation));
    }

    private static String password() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static void print(String password, Map<String, String> keys, String base) {
        System.out.println("Made-up samples and accounts are in. Password and keys are shown here and never again:");
        System.out.println("  user demo-admin  password " + password);
        keys.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(key -> System.out.println("  " + key.getKey() + "  " + key.getValue()));
        String key = keys.values().stream().findFirst().orElse("");
        System.out.println("Try:");
        System.out.println("  curl " + base + "/api/net?asn=64500");
        System.out.println("  curl -H 'Authorization: Api-Key " + key + "' '" + base + "/api/net/1?depth=2&pretty'");
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Demo.class.getResourceAsStream("/demo/" + name), name);
    }
}

package org.peerage.testing;

import java.util.Map;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.AccountsFile;
import org.peerage.registry.DumpLoader;

/** Accounts for tests. */
public final class TestAccounts {
    private TestAccounts() {}

    /** Makes a superuser with a key, and gives the key. */
    public static String superuserKey(AccountStore store) {
        String file = """
                {"users": [{"name": "harness", "email": "harness@h.example.net", "password": "harness-Passw0rd!",
                  "verified": true, "superuser": true, "staff": true, "orgs": {}, "permissions": [],
                  "api_keys": [{"name": "rw", "readonly": false}]}], "org_api_keys": []}""";
        Map<String, String> secrets = ((AccountChangeResult.Imported) store.importAccounts(AccountsFile.read(
                        new java.io.ByteArrayInputStream(file.getBytes(java.nio.charset.StandardCharsets.UTF_8)))))
                .secrets();
        return java.util.Objects.requireNonNull(secrets.get("user:harness/rw"));
    }

    /** A load that tells nobody how far it is. */
    public static DumpLoader.Progress silently() {
        return DumpLoader.Progress.UNWATCHED;
    }
}

package org.peerage.ixf;

import java.nio.file.Path;

final class SqliteKilledImportsTest extends KilledImportsContract {
    @Override
    String newDatabase(Path place) {
        return place.resolve("data").toString();
    }
}

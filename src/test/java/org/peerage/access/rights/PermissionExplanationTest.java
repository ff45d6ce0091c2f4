package org.peerage.access.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PermissionExplanationTest {
    private static final String[] PARTS = {"a", "b", "*"};

    private static String random(Random random, int kinds) {
        StringBuilder text = new StringBuilder("p");
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append('.').append(PARTS[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    @Test
    void grantThatIsNamedIsTheOneThatDecides() {
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            Grants.Builder builder = Grants.builder();
            for (int j = random.nextInt(6); j > 0; j--) {
                builder.grant(new Namespace(random(random, 3)), random.nextInt(16));
            }
            Grants grants = builder.build();
            String namespace = random(random, 2);

            Optional<Grants.GrantMatch> match = grants.match(namespace);

            assertThat(match.map(Grants.GrantMatch::bits).orElse(0))
                    .as(grants.byPattern() + " for " + namespace)
                    .isEqualTo(grants.bitsFor(namespace));
        }
    }
}

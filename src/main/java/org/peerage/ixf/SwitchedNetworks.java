package org.peerage.ixf;

import java.sql.SQLException;
import org.peerage.registry.DependentData;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Net;
import org.peerage.schema.Row;
import org.peerage.store.Sql;

/** Notes which networks let exchanges change their connections from now on: what was proposed to them is to be done. */
public final class SwitchedNetworks implements DependentData {
    @Override
    public boolean follow(DependentWrite write) throws SQLException {
        for (WorkingCopy.RowChange touch : write.touches()) {
            if (touch.after().type() == Net.TYPE && isSwitchedOn(touch)) {
                new Sql(write.connection())
                        .update(
                                "insert into ixf_switched (net_id) values (?) on conflict do nothing",
                                touch.after().id());
            }
        }
        return false; // nothing of accounts
    }

    private static boolean isSwitchedOn(WorkingCopy.RowChange touch) {
        Row before = touch.before();
        return before != null
                && !before.get(Net.ALLOW_IXP_UPDATE)
                && touch.after().get(Net.ALLOW_IXP_UPDATE);
    }
}

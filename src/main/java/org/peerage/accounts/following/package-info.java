/** Who follows what, and the mails that tell of it (docs/spec/record.md §3.1). */
@NullMarked
package org.peerage.accounts.following;

import org.jspecify.annotations.NullMarked;

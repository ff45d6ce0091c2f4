/** Members of organizations: affiliation, invitations, what merges and ends do to people. */
@NullMarked
package org.peerage.accounts.organizations;

import org.jspecify.annotations.NullMarked;

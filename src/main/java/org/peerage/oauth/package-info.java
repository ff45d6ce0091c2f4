/** The identity provider: applications that people sign in to with their account here (docs/spec/identity.md §1–§8). */
@NullMarked
package org.peerage.oauth;

import org.jspecify.annotations.NullMarked;

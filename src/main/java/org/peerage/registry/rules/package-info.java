/** Rules of writing: what a request must satisfy, one class a rule, named as the rule. Pure: no database, no network. */
@NullMarked
package org.peerage.registry.rules;

import org.jspecify.annotations.NullMarked;

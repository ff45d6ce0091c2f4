/** What others keep whole copies of the registry from: files that anybody may read, and a signed list of them (docs/spec/record.md §4). */
@NullMarked
package org.peerage.copies;

import org.jspecify.annotations.NullMarked;

/** The commands of the program, one class each, named as typed; and the server that one of them starts. */
@NullMarked
package org.peerage.cli;

import org.jspecify.annotations.NullMarked;

/** The pages with which the firm's admins run the hub. They read every room; no room knows them. */
@NullMarked
package io.vestibule.hub.console;

import org.jspecify.annotations.NullMarked;

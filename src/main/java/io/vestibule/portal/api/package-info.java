/** The portal's side of the contract {@code portal-api.yaml}: commands, files, reads and feed, for peers with a token. */
@NullMarked
package io.vestibule.portal.api;

import org.jspecify.annotations.NullMarked;

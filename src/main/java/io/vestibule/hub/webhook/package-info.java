/** Webhooks in: verified over raw bytes, split, stored, answered; and what becomes of them afterwards. */
@NullMarked
package io.vestibule.hub.webhook;

import org.jspecify.annotations.NullMarked;

/** Tests of replays of many messages. */
@NullMarked
package io.vestibule.hub.control.replay;

import org.jspecify.annotations.NullMarked;

/** Many messages on their way again at once: first what would happen, then a job that keeps within a rate. */
@NullMarked
package io.vestibule.hub.control.replay;

import org.jspecify.annotations.NullMarked;

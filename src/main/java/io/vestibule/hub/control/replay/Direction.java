package io.vestibule.hub.control.replay;

/** Which of the two queues a replay is about. */
public enum Direction {
    RECEIVED,
    SENT
}

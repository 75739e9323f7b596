package io.vestibule.portal.feed;

/** Somebody the feed is pushed to. Beans of this type are served by {@link FeedPublisher}. */
public interface FeedSubscriber {

    /** Names the position in the log; never changes. */
    String name();

    /** Where events are posted to; asked before every round. */
    String url();

    /** Key of the signature, as bytes. */
    byte[] secret();

    /** How many events it takes in one post; 1 = each comes alone, as Standard Webhooks has it. */
    default int mostInAPost() {
        return 1;
    }
}

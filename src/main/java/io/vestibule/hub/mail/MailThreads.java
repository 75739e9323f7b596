package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Repository;

/** Which Message-IDs, received or sent, belong to which request: the memory behind In-Reply-To and References. */
@Repository
class MailThreads {

    /** References of an outgoing mail: the first of the conversation and the latest ones. */
    private static final int LATEST = 15;

    private final Database hubDatabase;

    MailThreads(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    void received(String messageId, RequestId request, String sender) {
        note(messageId, request, "IN", sender);
    }

    void sent(String messageId, RequestId request, String recipient) {
        note(messageId, request, "OUT", recipient);
    }

    private void note(String messageId, RequestId request, String direction, String address) {
        hubDatabase
                .sql("""
                        insert into hub.mail_thread (message_id, request_id, direction, address)
                        values (:messageId, :requestId, :direction, :address) on conflict do nothing
                        """)
                .param("messageId", messageId)
                .param("requestId", request.value())
                .param("direction", direction)
                .param("address", address)
                .update();
    }

    /** Requests that these ids belong to, in the order of the ids; an id may have been used in several. */
    List<RequestId> requestsOf(List<String> messageIds) {
        List<RequestId> requests = new ArrayList<>();
        for (String messageId : messageIds) {
            hubDatabase
                    .sql("select request_id from hub.mail_thread where message_id = :id order by noted_at desc")
                    .param("id", messageId)
                    .query(String.class)
                    .list()
                    .stream()
                    .map(RequestId::new)
                    .filter(request -> !requests.contains(request))
                    .forEach(requests::add);
        }
        return requests;
    }

    /**
     * What a mail to this person about the request refers to: ids of the conversation that this person sent or got,
     * oldest first, so that his mail program shows one thread.
     */
    List<String> references(RequestId request, String address) {
        return hubDatabase
                .sql("""
                        select message_id from (
                            select message_id, noted_at, row_number() over (order by noted_at, message_id) as place,
                                   count(*) over () as all_of_them
                            from hub.mail_thread where request_id = :requestId and address = :address) known
                        where place = 1 or place > all_of_them - :latest
                        order by place
                        """)
                .param("requestId", request.value())
                .param("address", address)
                .param("latest", LATEST)
                .query(String.class)
                .list();
    }
}

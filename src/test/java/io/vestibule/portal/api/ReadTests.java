package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.PersonAddresses;
import io.vestibule.portal.request.Files;
import io.vestibule.support.Allocated;
import io.vestibule.support.PortalTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ReadTests extends PortalTest {

    @Autowired
    GeneratedSecrets secrets;

    @Autowired
    Peers peers;

    @Autowired
    PersonAddresses addresses;

    @Autowired
    Files files;

    private PeerClient peer;
    private String name;
    private String client;

    @BeforeEach
    void connect() {
        peer = new PeerClient(url(""), secrets.get("peer-token"));
        name = unique("client");
        client = id(peer.command(
                unique("k"),
                "upsert-client",
                "'data':{'name':'%s','domains':['%s.example'],'team':'Tax','teamAddress':'tax@firm.example'}"
                        .formatted(name, name)));
    }

    @Test
    void findsAClientByItsDomain() {
        JsonNode found = peer.get("/clients?domain=" + name.toUpperCase(Locale.ROOT) + ".example", "ClientList");

        assertThat(found.at("/items/0/id").asText()).isEqualTo(client);
        assertThat(found.at("/items/0/teamAddress").asText()).isEqualTo("tax@firm.example");
    }

    @Test
    void refusesTheDomainOfAFreeMailProvider() {
        JsonNode result = peer.command(
                unique("k"),
                "upsert-client",
                "'data':{'clientId':'%s','domains':['mail.gmail.com']}".formatted(client));

        assertThat(result.path("reason").asText()).isEqualTo("invalid-command");
        assertThat(result.path("detail").asText()).contains("free-mail");
    }

    @Test
    void refusesADomainThatBelongsToAnotherClient() {
        JsonNode result = peer.command(
                unique("k"), "upsert-client", "'data':{'name':'Other','domains':['%s.example']}".formatted(name));

        assertThat(result.path("reason").asText()).isEqualTo("belongs-to-another-client");
    }

    @Test
    void listsEveryRequestOnceInTheOrderOfChange() {
        List<String> mine = List.of(open(), open(), open());

        // One that is changed while it is walked, as the hub does with what was just opened, rightly comes again
        await().untilAsserted(() -> assertThat(
                        walk("/requests?limit=2&updatedSince=1970-01-01T00:00:00Z", "RequestList", "/state/id"))
                .containsSubsequence(mine)
                .doesNotHaveDuplicates());
    }

    @Test
    void listsWhatIsOpenForWhomItConcernsWithTheTimeOfItsStatus() {
        String tom = "Tom@" + name + ".example";
        String open = openFor(tom);
        String done = openFor(tom);
        openFor("ann@" + name + ".example");
        peer.command(
                unique("k"),
                "change-request-status",
                "'data':{'requestId':'%s','status':'done','by':{'kind':'system','name':'CRM'}}".formatted(done));

        JsonNode found = peer.get("/requests?participant=" + tom, "RequestList").path("items");

        assertThat(found.findValuesAsText("id")).contains(open).doesNotContain(done);
        assertThat(found).hasSize(1);
        assertThat(found.at("/0/statusSince")).isEqualTo(found.at("/0/state/openedAt"));
        JsonNode moved = peer.get("/requests/" + done, "RequestView");
        assertThat(moved.path("statusSince").asText())
                .isGreaterThan(moved.at("/state/openedAt").asText());
    }

    private String openFor(String email) {
        return id(peer.command(
                unique("k"),
                "open-request",
                "'data':{'clientId':'%s','draft':{'subject':'S','text':'T','requester':{'kind':'contact','email':'%s'},'channel':'email'}}"
                        .formatted(client, email)));
    }

    @Test
    void listsContactsOfOneClient() {
        peer.command(
                unique("k"),
                "upsert-contact",
                "'data':{'clientId':'%s','email':'Tom@%s.example','name':'Tom','role':'client-admin'}"
                        .formatted(client, name));

        JsonNode contacts = peer.get("/contacts?clientId=" + client, "ContactList");
        assertThat(contacts.path("items")).hasSize(1);
        assertThat(contacts.at("/items/0/role").asText()).isEqualTo("client-admin");
        assertThat(contacts.at("/items/0/admitted").asBoolean()).isTrue();
        assertThat(peer.get("/contacts?email=tom@" + name + ".example", "ContactList")
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void findsAContactByAFurtherAddressToo() {
        String main = "amy@" + name + ".example";
        String further = "amy@home-of-" + name + ".example";
        String person = id(peer.command(
                unique("k"), "upsert-contact", "'data':{'clientId':'%s','email':'%s'}".formatted(client, main)));
        peer.command(
                unique("k"),
                "upsert-contact",
                "'data':{'clientId':'%s','email':'bob@%s.example'}".formatted(client, name));
        addresses.add(Access.system("test"), UUID.fromString(person), further);

        for (String address : List.of(main, further)) {
            JsonNode found = peer.get("/contacts?email=" + address, "ContactList");
            assertThat(found.path("items")).as(address).hasSize(1);
            assertThat(found.at("/items/0/email").asText()).isEqualTo(main);
            assertThat(found.at("/items/0/otherAddresses/0").asText()).isEqualTo(further);
        }
        assertThat(peer.get("/contacts?clientId=" + client, "ContactList")
                        .at("/items/1/email")
                        .asText())
                .as("changed last")
                .isEqualTo(main);
        peer.command(
                unique("k"),
                "upsert-contact",
                "'data':{'clientId':'%s','email':'%s','role':'client-admin'}".formatted(client, further));
        assertThat(peer.get("/contacts?email=" + main, "ContactList")
                        .at("/items/0/role")
                        .asText())
                .isEqualTo("client-admin");
    }

    @Test
    void saysOfEachAddressWhoseItMayBe() {
        String main = "amy@" + name + ".example";
        String further = "amy@home-of-" + name + ".example";
        String person = id(peer.command(
                unique("k"), "upsert-contact", "'data':{'clientId':'%s','email':'%s'}".formatted(client, main)));
        addresses.add(Access.system("test"), UUID.fromString(person), further);
        String staff = peer.get("/people", "PersonList").at("/items/0/email").asText();

        JsonNode found = peer.get(
                        "/senders?email=%s&email=Nobody@%s.example&email=%s".formatted(further, name, staff),
                        "SenderList")
                .path("items");

        assertThat(found).hasSize(3);
        assertThat(found.at("/0/contacts/0/email").asText()).isEqualTo(main);
        assertThat(found.at("/0/owners")).isEmpty();
        assertThat(found.at("/1/email").asText()).isEqualTo("Nobody@" + name + ".example");
        assertThat(found.at("/1/contacts")).isEmpty();
        assertThat(found.at("/1/owners/0/id").asText()).isEqualTo(client);
        assertThat(found.at("/2/staff/0/email").asText()).isEqualTo(staff);
    }

    @Test
    void takesAnAddressWithACommaForOne() {
        JsonNode found = peer.get("/senders?email=%22a,b%22@x.example", "SenderList");

        assertThat(found.path("items")).hasSize(1);
        assertThat(found.at("/items/0/email").asText()).isEqualTo("\"a,b\"@x.example");
    }

    @Test
    void saysNothingOfMoreSendersThanItTakesInOneCall() {
        String many = "email=a@x.example&".repeat(101);

        assertThat(peer.reply("/senders?" + many).status()).isEqualTo(400);
    }

    @Test
    void handsAFileOverAndReadsItBack() {
        byte[] bytes = "Hello".getBytes(StandardCharsets.UTF_8);
        String key = unique("file");

        String id = peer.put("/files/" + key, "r%C3%A9sum%C3%A9.txt", bytes)
                .json()
                .path("id")
                .asText();
        String again = peer.put("/files/" + key, "r%C3%A9sum%C3%A9.txt", bytes)
                .json()
                .path("id")
                .asText();

        assertThat(again).isEqualTo(id);
        assertThat(peer.reply("/files/" + id).body()).isEqualTo(bytes);
        assertThat(peer.put("/files/" + key, "other.txt", new byte[] {1}).status())
                .isEqualTo(409);
    }

    @Test
    void holdsALargeFileOnceWhenItIsStoredAndWhenItIsRead() throws Exception {
        Access access = Access.peer(unique("peer"));
        byte[] bytes = new byte[8_000_000];
        new Random(7).nextBytes(bytes);
        files.put(access, new Files.Upload("empty", "a.bin", new byte[0], Files.Disposition.ATTACHMENT));

        long storing = Allocated.during(
                () -> files.put(access, new Files.Upload("large", "a.bin", bytes, Files.Disposition.ATTACHMENT)));
        UUID id = portalDatabase
                .sql("select id from portal.file where uploader = ? and key = 'large'")
                .param("peer:" + access.who())
                .query(UUID.class)
                .single();
        long reading = Allocated.during(() -> files.read(access, id));

        assertThat(storing).isLessThan(bytes.length / 2);
        assertThat(reading).isLessThan(bytes.length * 3L / 2);
        assertThat(files.read(access, id).orElseThrow().bytes()).isEqualTo(bytes);
    }

    @Test
    void refusesAFileNobodyHandedOver() {
        JsonNode result = peer.command(
                unique("k"),
                "open-request",
                "'data':{'clientId':'%s','draft':{'subject':'S','text':'T','channel':'email','files':['%s']}}"
                        .formatted(client, UUID.randomUUID()));

        assertThat(result.path("reason").asText()).isEqualTo("unknown-file");
    }

    @Test
    void everyFeedEventKeepsTheContract() {
        open();
        peer.command(unique("k"), "upsert-invoice", """
                'origin':{'account':'books','id':'%s'},'data':{'clientId':'%s','facts':{'number':'INV-1','status':'open',
                'total':{'amount':'10.00','currency':'EUR'},'amountDue':{'amount':'10.00','currency':'EUR'},
                'source':'Xero','updatedAt':'2026-09-01T10:00:00Z'}}""".formatted(unique("inv"), client));

        JsonNode page = peer.get("/feed?limit=500", "FeedPage");
        assertThat(page.path("events")).isNotEmpty();
    }

    @Test
    void letsNobodyInWithoutAToken() {
        PeerClient stranger = new PeerClient(url(""), "wrong");

        assertThat(stranger.reply("/requests").status()).isEqualTo(401);
        assertThat(stranger.reply("/requests").contentType()).isEqualTo("application/problem+json");
        assertThat(stranger.reply("/openapi.yaml").status()).isEqualTo(200);
    }

    @Test
    void aTokenOpensOnlyThePathsOfItsScope() {
        String token = unique("token");
        peers.admit(Access.system("test"), new Peers.Peer(unique("reader"), EnumSet.of(Scope.READS)), token);
        PeerClient reader = new PeerClient(url(""), token);

        assertThat(reader.reply("/people").status()).isEqualTo(200);
        assertThat(reader.reply("/feed").status()).isEqualTo(403);
        assertThat(reader.post("{'commands':[]}").status()).isEqualTo(403);
    }

    @Test
    void bothTokensCountWhileOneTakesThePlaceOfTheOther() {
        String first = unique("token");
        String system = unique("erp");
        peers.admit(Access.system("test"), new Peers.Peer(system, EnumSet.of(Scope.READS)), first);

        String second =
                peers.rotate(Access.system("test"), system, Duration.ofHours(1)).orElseThrow();
        assertThat(new PeerClient(url(""), first).reply("/people").status()).isEqualTo(200);
        assertThat(new PeerClient(url(""), second).reply("/people").status()).isEqualTo(200);

        String third =
                peers.rotate(Access.system("test"), system, Duration.ZERO).orElseThrow();
        assertThat(new PeerClient(url(""), second).reply("/people").status()).isEqualTo(401);
        assertThat(new PeerClient(url(""), third).reply("/people").status()).isEqualTo(200);
    }

    private List<String> walk(String path, String schema, String field) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = peer.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), schema);
            StreamSupport.stream(page.path("items").spliterator(), false)
                    .map(item -> item.at(field).asText())
                    .forEach(found::add);
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        return found;
    }

    private String open() {
        return id(peer.command(
                unique("k"),
                "open-request",
                "'data':{'clientId':'%s','draft':{'subject':'S','text':'T','channel':'email'}}".formatted(client)));
    }

    private static String id(JsonNode result) {
        assertThat(result.path("outcome").asText()).isEqualTo("applied");
        return result.path("resource").path("id").asText();
    }
}

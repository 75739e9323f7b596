package io.vestibule.hub.mail.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.support.SettableClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;

/** Over a name server of its own on 127.0.0.1. */
class DnsDkimKeysTests {

    private static final String NAME = "s1._domainkey.acme.example";

    @Test
    @Timeout(20)
    void aNameServerThatIsSilentIsWaitedForOnceAndNotLonger() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            DnsDkimKeys keys = keys(silent, Duration.ofMillis(300));
            assertThatThrownBy(() -> keys.records(NAME)).isInstanceOf(IOException.class);
            long again = System.nanoTime();
            assertThatThrownBy(() -> keys.records(NAME)).isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - again)).isLessThan(Duration.ofMillis(250));
        }
    }

    @Test
    @Timeout(20)
    void aKeyInSeveralPiecesIsPutTogether() throws Exception {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answerOnce(server));
            assertThat(keys(server, Duration.ofSeconds(10)).records(NAME)).containsExactly("v=DKIM1; p=abcdef");
        }
    }

    private static void answerOnce(DatagramSocket server) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
            server.receive(packet);
            Message question = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            Message answer = new Message(question.getHeader().getID());
            answer.getHeader().setFlag(Flags.QR);
            answer.addRecord(question.getQuestion(), Section.QUESTION);
            answer.addRecord(
                    new TXTRecord(question.getQuestion().getName(), DClass.IN, 60, List.of("v=DKIM1; p=abc", "def")),
                    Section.ANSWER);
            byte[] bytes = answer.toWire();
            server.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DnsDkimKeys keys(DatagramSocket server, Duration patience) throws Exception {
        SimpleResolver resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(server.getLocalPort());
        return new DnsDkimKeys(resolver, patience, new SettableClock());
    }
}
